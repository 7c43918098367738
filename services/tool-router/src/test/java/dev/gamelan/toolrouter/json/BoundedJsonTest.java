package dev.gamelan.toolrouter.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class BoundedJsonTest {
  private static final int DEPTH = 64;
  private final BoundedJson json = json(Map.of());

  private static BoundedJson json(Map<String, String> settings) {
    return new BoundedJson(
        Settings.bind("gamelan.body", BodyProperties.class, settings),
        new SimpleMeterRegistry(),
        Schedulers.immediate());
  }

  private static BoundedJson.Body read(BoundedJson json, ServerHttpRequest request) {
    return Objects.requireNonNull(json.read(request, Mono::just).block());
  }

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
    assertThat(parsed("[".repeat(DEPTH + 1) + "]".repeat(DEPTH + 1)))
        .isInstanceOf(BoundedJson.Body.Malformed.class);
    assertThat(parsed("[".repeat(DEPTH) + "]".repeat(DEPTH)))
        .isInstanceOf(BoundedJson.Body.Json.class);
  }

  @Test
  void refusesMorePartsLongerNamesAndLongerNumbersThanItReads() {
    BoundedJson few = json(Map.of("gamelan.body.tokens", "10"));
    assertThat(few.parse("[1,1,1,1,1,1,1,1]".getBytes(UTF_8)))
        .isInstanceOf(BoundedJson.Body.Json.class);
    assertThat(few.parse("[1,1,1,1,1,1,1,1,1,1]".getBytes(UTF_8)))
        .isInstanceOf(BoundedJson.Body.Malformed.class);
    assertThat(parsed("{\"" + "x".repeat(BoundedJson.LONGEST_NAME + 1) + "\": 1}"))
        .isInstanceOf(BoundedJson.Body.Malformed.class);
    assertThat(parsed("9".repeat(BoundedJson.LONGEST_NUMBER + 1)))
        .isInstanceOfSatisfying(
            BoundedJson.Body.Malformed.class,
            refusal -> assertThat(refusal.sentence()).contains("100 digits"));
    for (String vast : List.of("1e999999999", "1e-999999999", "-1.5E402", "9e" + "9".repeat(85))) {
      assertThat(parsed(vast)).as(vast).isInstanceOf(BoundedJson.Body.Malformed.class);
    }
    assertThat(parsed("9".repeat(BoundedJson.LONGEST_NUMBER)))
        .isInstanceOf(BoundedJson.Body.Json.class);
  }

  @Test
  void aBodyThatIsSomewhatTooLargeComesToItsEndSoThatItsSenderReadsWhyItIsRefused() {
    AtomicBoolean ended = new AtomicBoolean();
    var request =
        MockServerHttpRequest.post("/mcp")
            .header("Content-Length", String.valueOf(8 * 1024 * 1024 + 1))
            .body(Flux.<DataBuffer>empty().doOnComplete(() -> ended.set(true)));

    assertThat(read(json, request)).isInstanceOf(BoundedJson.Body.TooLarge.class);
    assertThat(ended).isTrue();
  }

  @Test
  void aBodyThatSaysThatItIsFarTooLargeIsNotRead() {
    var request =
        MockServerHttpRequest.post("/mcp")
            .header("Content-Length", String.valueOf(4 * 8 * 1024 * 1024 + 1))
            .body(Flux.error(new AssertionError("read")));

    assertThat(read(json, request)).isInstanceOf(BoundedJson.Body.TooLarge.class);
  }

  @Test
  void onlySoManyLargeBodiesAreUnderWayUntilTheyAreAnswered() {
    BoundedJson two = json(Map.of("gamelan.body.large", "10B", "gamelan.body.large-at-once", "1"));
    Sinks.One<String> answer = Sinks.one();
    var first = two.read(large(), body -> answer.asMono()).toFuture();

    assertThat(read(two, large())).isInstanceOf(BoundedJson.Body.TooMany.class);
    assertThat(read(two, MockServerHttpRequest.post("/mcp").body("[1]")))
        .isInstanceOf(BoundedJson.Body.Json.class);

    answer.tryEmitValue("answered").orThrow();
    assertThat(first).isCompletedWithValue("answered");
    assertThat(read(two, large())).isInstanceOf(BoundedJson.Body.Json.class);
    assertThat(read(two, large())).isInstanceOf(BoundedJson.Body.Json.class);
  }

  private static MockServerHttpRequest large() {
    return MockServerHttpRequest.post("/mcp").body("[1, 2, 3, 4, 5]");
  }

  @Test
  void refusesWhatIsTooLargeEvenIfItDoesNotSaySo() {
    var request =
        MockServerHttpRequest.post("/mcp")
            .body(
                Flux.range(0, 9)
                    .map(i -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[1024 * 1024])));

    StepVerifier.create(json.read(request, Mono::just))
        .assertNext(body -> assertThat(body).isInstanceOf(BoundedJson.Body.TooLarge.class))
        .verifyComplete();
  }

  @Test
  void refusesWhatIsTooSlow() {
    StepVerifier.withVirtualTime(
            () ->
                json.read(
                    MockServerHttpRequest.post("/mcp").body(Mono.<DataBuffer>never().flux()),
                    Mono::just))
        .thenAwait(Duration.ofSeconds(30))
        .assertNext(body -> assertThat(body).isInstanceOf(BoundedJson.Body.TooSlow.class))
        .verifyComplete();
  }
}
