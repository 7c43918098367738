package dev.gamelan.toolrouter.json;

import java.time.Duration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a request's body as JSON, but for what is too large, too deep, too slow or ambiguous.
 *
 * <p>The largest body is an upload: a file of 5 MB in base64, and the call around it.
 */
@Component
public final class BoundedJson {
  static final int MAX_BYTES = 8 * 1024 * 1024;
  static final int MAX_DEPTH = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(MAX_BYTES)
                          .maxStringLength(MAX_BYTES)
                          .maxNestingDepth(MAX_DEPTH)
                          .maxTokenCount(200_000)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Scheduler blocking;

  BoundedJson(Scheduler blocking) {
    this.blocking = blocking;
  }

  /** A body, or why it was not read. */
  public sealed interface Body {
    record Json(JsonNode value) implements Body {}

    record TooLarge(String sentence) implements Body {}

    record TooSlow(String sentence) implements Body {}

    record Malformed(String sentence) implements Body {}
  }

  /** What follows runs on a thread that may block. */
  public Mono<Body> read(ServerHttpRequest request) {
    if (request.getHeaders().getContentLength() > MAX_BYTES) {
      return Mono.just(tooLarge());
    }
    return DataBufferUtils.join(request.getBody(), MAX_BYTES)
        .timeout(PATIENCE)
        .map(BoundedJson::bytes)
        .defaultIfEmpty(new byte[0])
        .publishOn(blocking)
        .map(this::parse)
        .onErrorResume(DataBufferLimitException.class, tooLong -> Mono.just(tooLarge()))
        .onErrorResume(
            java.util.concurrent.TimeoutException.class,
            tooSlow ->
                Mono.just(
                    new Body.TooSlow(
                        "The body did not arrive within %d s.".formatted(PATIENCE.toSeconds()))));
  }

  Body parse(byte[] bytes) {
    try {
      JsonNode value = mapper.readTree(bytes);
      return value.isMissingNode()
          ? new Body.Malformed("The body is empty; JSON is expected.")
          : new Body.Json(value);
    } catch (JacksonException malformed) {
      return new Body.Malformed(
          "The body is not JSON that is read here: it may be malformed, name a key twice, or be"
              + " nested deeper than %d levels.".formatted(MAX_DEPTH));
    }
  }

  private static Body tooLarge() {
    return new Body.TooLarge("A body may have %d MB at most.".formatted(MAX_BYTES / 1024 / 1024));
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }
}
