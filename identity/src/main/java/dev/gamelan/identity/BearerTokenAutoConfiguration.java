package dev.gamelan.identity;

import java.time.InstantSource;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Guards a service whose configuration names the property, and refuses to start without its file.
 */
@AutoConfiguration
@ConditionalOnProperty(prefix = "gamelan.tokens", name = "required", havingValue = "true")
@EnableConfigurationProperties(TokenProperties.class)
class BearerTokenAutoConfiguration {
  @Bean
  BearerTokenFilter bearerTokenFilter(TokenProperties properties) {
    var parser = PathPatternParser.defaultInstance;
    var openPaths =
        Stream.concat(
                Stream.of("/actuator/health/**", "/actuator/prometheus"),
                properties.openPaths().stream())
            .map(parser::parse)
            .toList();
    return new BearerTokenFilter(
        new TokenFile(properties.knownTokens(), InstantSource.system()), openPaths);
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
