package dev.gamelan.toolrouter.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class BoundedJsonTest {
  private final BoundedJson json = new BoundedJson(Schedulers.immediate());

  private BoundedJson.Body parsed(String text) {
    return json.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsWhatIsJson() {
    assertThat(parsed("{\"a\": [1, 2.50]}")).isInstanceOf(BoundedJson.Body.Json.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{} {}", "nonsense", "{\"a\": 1, \"a\": 2}", "\u0000"})
  void refusesWhatIsNotOneUnambiguousValue(String text) {
    assertThat(parsed(text)).isInstanceOf(BoundedJson.Body.Malformed.class);
  }

  @Test
  void refusesWhatIsTooDeep() {
    assertThat(
            parsed("[".repeat(BoundedJson.MAX_DEPTH + 1) + "]".repeat(BoundedJson.MAX_DEPTH + 1)))
        .isInstanceOf(BoundedJson.Body.Malformed.class);
    assertThat(parsed("[".repeat(BoundedJson.MAX_DEPTH) + "]".repeat(BoundedJson.MAX_DEPTH)))
        .isInstanceOf(BoundedJson.Body.Json.class);
  }

  @Test
  void refusesWhatIsTooLargeEvenIfItDoesNotSaySo() {
    var request =
        MockServerHttpRequest.post("/mcp")
            .body(
                Flux.range(0, 9)
                    .map(i -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[1024 * 1024])));

    StepVerifier.create(json.read(request))
        .assertNext(body -> assertThat(body).isInstanceOf(BoundedJson.Body.TooLarge.class))
        .verifyComplete();
  }

  @Test
  void refusesWhatIsTooSlow() {
    StepVerifier.withVirtualTime(
            () ->
                json.read(MockServerHttpRequest.post("/mcp").body(Mono.<DataBuffer>never().flux())))
        .thenAwait(Duration.ofSeconds(30))
        .assertNext(body -> assertThat(body).isInstanceOf(BoundedJson.Body.TooSlow.class))
        .verifyComplete();
  }
}
