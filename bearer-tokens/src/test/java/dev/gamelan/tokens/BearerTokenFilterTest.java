package dev.gamelan.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

class BearerTokenFilterTest {
  private static final Caller ANN = new Caller("ann", Set.of(Role.READ));

  @TempDir private Path folder;
  private BearerTokenFilter filter;

  @BeforeEach
  void know() {
    Path file =
        Tokens.file(
            folder.resolve("tokens.json"), Instant.EPOCH, Tokens.entry("ann", "secret", "read"));
    var open =
        Stream.of("/actuator/health/**", "/actuator/prometheus", "/v1/openapi.json")
            .map(PathPatternParser.defaultInstance::parse)
            .toList();
    filter = new BearerTokenFilter(new TokenFile(file, () -> Instant.EPOCH), open);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer secret", "bearer secret", "BEARER  secret "})
  void aKnownTokenPassesAsItsCaller(String authorization) {
    var exchange = get("/v1/calls", authorization);

    assertThat(passed(exchange)).isEqualTo(ANN);
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer wrong, invalid_token",
    "Bearer, invalid_token",
    "Bearer secret2, invalid_token",
    "Basic c2VjcmV0, invalid_token",
    "Digest secret, invalid_token",
    "secret, invalid_token",
    ", ''",
  })
  void whoIsNotKnownIsChallenged(@Nullable String authorization, String error) {
    var exchange = get("/v1/calls", authorization);

    assertThat(passed(exchange)).isNull();
    assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
    assertThat(exchange.getResponse().getHeaders().getFirst("WWW-Authenticate"))
        .startsWith("Bearer")
        .contains(error);
    assertThat(exchange.getResponse().getHeaders().getContentType())
        .isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    String body = exchange.getResponse().getBodyAsString().block();
    assertThat(new JsonMapper().readTree(body).path("status").asInt()).isEqualTo(401);
    assertThat(body).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator/health",
        "/actuator/health/readiness",
        "/actuator/prometheus",
        "/v1/openapi.json"
      })
  void anOpenPathNeedsNoToken(String path) {
    var exchange = get(path, null);
    var reached = new AtomicReference<ServerWebExchange>();

    filter.filter(exchange, next -> Mono.fromRunnable(() -> reached.set(next))).block();

    assertThat(reached).hasValue(exchange);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator",
        "/actuator/env",
        "/actuator/prometheus/x",
        "/actuator/healthy",
        "//actuator/health",
        "/v1/calls?x=/actuator/health",
        "/v1/calls;/actuator/health"
      })
  void noOtherPathIsOpen(String path) {
    var exchange = get(path, null);

    assertThat(passed(exchange)).isNull();
    assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
  }

  @Test
  void aRefusedHeadHasNoBody() {
    var exchange = MockServerWebExchange.from(MockServerHttpRequest.head("/v1/calls"));

    assertThat(passed(exchange)).isNull();
    assertThat(exchange.getResponse().getBody().collectList().block()).isEqualTo(List.of());
  }

  private static MockServerWebExchange get(String path, @Nullable String authorization) {
    var request = MockServerHttpRequest.get(path);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return MockServerWebExchange.from(request);
  }

  private @Nullable Object passed(MockServerWebExchange exchange) {
    var caller = new AtomicReference<@Nullable Object>();
    filter
        .filter(
            exchange,
            next -> Mono.fromRunnable(() -> caller.set(next.getAttributes().get(Caller.ATTRIBUTE))))
        .block();
    return caller.get();
  }
}
