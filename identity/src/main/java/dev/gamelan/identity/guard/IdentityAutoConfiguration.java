package dev.gamelan.identity.guard;

import dev.gamelan.identity.oauth.OAuth;
import dev.gamelan.identity.oauth.OAuthProperties;
import dev.gamelan.identity.oauth.ProtectedResource;
import dev.gamelan.identity.tokens.TokenFile;
import dev.gamelan.identity.tokens.TokenProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.scheduler.Schedulers;

/** Guards a service whose configuration names the property, and refuses to start knowing nobody. */
@AutoConfiguration
@ConditionalOnProperty(prefix = "gamelan.tokens", name = "required", havingValue = "true")
@EnableConfigurationProperties({TokenProperties.class, OAuthProperties.class})
class IdentityAutoConfiguration {
  private static final Duration METADATA_STAYS = Duration.ofMinutes(5);
  private static final Executor VIRTUAL =
      task -> Thread.ofVirtual().name("token-check").start(task);

  /** Null where no issuer is configured. */
  @Bean
  @Nullable OAuth oauth(OAuthProperties properties) {
    return properties.enabled() ? OAuth.of(properties, InstantSource.system(), VIRTUAL) : null;
  }

  @Bean
  Challenges challenges(@Nullable OAuth oauth) {
    return new Challenges(oauth == null ? null : oauth.resource());
  }

  @Bean
  IdentityFilter identityFilter(
      TokenProperties local,
      OAuthProperties properties,
      @Nullable OAuth oauth,
      Challenges challenges) {
    Path file = oauth == null ? local.knownTokens() : local.file();
    return new IdentityFilter(
        file == null ? null : new TokenFile(file, InstantSource.system()),
        oauth == null ? null : oauth.tokens(),
        challenges,
        openPaths(local),
        Schedulers.fromExecutor(VIRTUAL),
        properties.patience());
  }

  /** Without issuers nothing stands at the well-known places, and a client hears so without one. */
  private static List<PathPattern> openPaths(TokenProperties local) {
    return Stream.concat(
            Stream.of(
                "/actuator/health/**",
                "/actuator/prometheus",
                ProtectedResource.WELL_KNOWN + "/**"),
            local.openPaths().stream())
        .map(PathPatternParser.defaultInstance::parse)
        .toList();
  }

  @Bean
  RouterFunction<ServerResponse> protectedResourceMetadata(@Nullable OAuth oauth) {
    if (oauth == null) {
      return request -> reactor.core.publisher.Mono.empty();
    }
    byte[] metadata = oauth.resource().metadata();
    return oauth.resource().paths().stream()
        .map(RequestPredicates::GET)
        .map(
            place ->
                RouterFunctions.route(
                    place,
                    request ->
                        ServerResponse.ok()
                            .contentType(MediaType.APPLICATION_JSON)
                            .cacheControl(CacheControl.maxAge(METADATA_STAYS).cachePublic())
                            .bodyValue(metadata)))
        .reduce(RouterFunction::and)
        .orElseThrow();
  }

  @Bean
  WebFluxConfigurer callerAsArgument() {
    return new WebFluxConfigurer() {
      @Override
      public void configureArgumentResolvers(ArgumentResolverConfigurer resolvers) {
        resolvers.addCustomResolver(new CallerArgument());
      }
    };
  }
}
