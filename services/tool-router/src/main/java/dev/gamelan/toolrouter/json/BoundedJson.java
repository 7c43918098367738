package dev.gamelan.toolrouter.json;

import dev.gamelan.toolrouter.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ValueNode;

/** Reads a request's body as JSON, but for what is too large, too deep, too slow or ambiguous. */
@Component
@EnableConfigurationProperties(BodyProperties.class)
public final class BoundedJson {
  private static final long LET_PASS = 4;
  private static final Duration LET_PASS_FOR = Duration.ofSeconds(2);
  static final int LONGEST_NUMBER = 100;
  static final int LONGEST_NAME = 1000;
  static final int LARGEST_EXPONENT = 400;

  private final BodyProperties properties;
  private final JsonMapper mapper;
  private final Semaphore large;
  private final Scheduler blocking;

  BoundedJson(BodyProperties properties, MeterRegistry meters, Scheduler blocking) {
    this.properties = properties;
    this.mapper = mapper(properties);
    this.large = new Semaphore(properties.largeAtOnce());
    this.blocking = blocking;
    Meters.LARGE.gauge(meters, () -> properties.largeAtOnce() - large.availablePermits());
  }

  private static JsonMapper mapper(BodyProperties properties) {
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxDocumentLength(properties.largestBytes())
                        .maxStringLength(properties.largestBytes())
                        .maxNestingDepth(properties.depth())
                        .maxTokenCount(properties.tokens())
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxNameLength(LONGEST_NAME)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build())
        .nodeFactory(new BoundedNumbers())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .build();
  }

  /** A short number such as 1e999999999 has a billion digits once somebody makes it whole. */
  private static final class BoundedNumbers extends JsonNodeFactory {
    private static final long serialVersionUID = 1;

    @Override
    public ValueNode numberNode(@Nullable BigDecimal number) {
      if (number != null && Math.abs((long) number.scale()) > LARGEST_EXPONENT) {
        throw new StreamConstraintsException("The exponent is too large");
      }
      return super.numberNode(number);
    }
  }

  /** A body, or why it was not read. */
  public sealed interface Body {
    record Json(JsonNode value) implements Body {}

    record TooLarge(String sentence) implements Body {}

    record TooSlow(String sentence) implements Body {}

    record TooMany(String sentence, Duration retryAfter) implements Body {}

    record Malformed(String sentence) implements Body {}
  }

  /**
   * @param use what is made of the body, on a thread that may block
   */
  public <T> Mono<T> read(ServerHttpRequest request, Function<Body, Mono<T>> use) {
    long announced = request.getHeaders().getContentLength();
    if (announced > properties.largest().toBytes()) {
      return letPass(request, announced).then(Mono.defer(() -> use.apply(tooLarge())));
    }
    return Mono.using(
        () -> new Room(large),
        room ->
            room.has(announced)
                ? bytes(request.getBody(), room).flatMap(use)
                : use.apply(tooMany()),
        Room::leave);
  }

  /**
   * Who is refused in the middle of sending may never read why: closing on unread bytes resets the
   * connection. So a body that is not absurd may come to its end, without being kept.
   */
  private Mono<Void> letPass(ServerHttpRequest request, long announced) {
    return announced > LET_PASS * properties.largest().toBytes()
        ? Mono.empty()
        : request
            .getBody()
            .doOnNext(DataBufferUtils::release)
            .then()
            .timeout(LET_PASS_FOR, Mono.empty());
  }

  private Mono<Body> bytes(Flux<DataBuffer> body, Room room) {
    return DataBufferUtils.join(
            body.handle(
                (part, sink) -> {
                  if (room.hasMore(part.readableByteCount())) {
                    sink.next(part);
                  } else {
                    DataBufferUtils.release(part);
                    sink.error(new NoRoomException());
                  }
                }),
            properties.largestBytes())
        .timeout(properties.patience())
        .map(BoundedJson::bytes)
        .defaultIfEmpty(new byte[0])
        .publishOn(blocking)
        .map(this::parse)
        .onErrorResume(NoRoomException.class, noRoom -> Mono.just(tooMany()))
        .onErrorResume(DataBufferLimitException.class, tooLong -> Mono.just(tooLarge()))
        .onErrorResume(
            TimeoutException.class,
            tooSlow ->
                Mono.just(
                    new Body.TooSlow(
                        "The body did not arrive within %d s."
                            .formatted(properties.patience().toSeconds()))));
  }

  /** The place that a body takes among the large ones, once it is one. */
  private final class Room {
    private final Semaphore places;
    private final AtomicInteger arrived = new AtomicInteger();
    private boolean taken;

    Room(Semaphore places) {
      this.places = places;
    }

    boolean has(long bytes) {
      taken = taken || (bytes > properties.large().toBytes() && places.tryAcquire());
      return taken || bytes <= properties.large().toBytes();
    }

    boolean hasMore(int bytes) {
      return has(arrived.addAndGet(bytes));
    }

    void leave() {
      if (taken) {
        places.release();
      }
    }
  }

  private static final class NoRoomException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoRoomException() {
      super(null, null, false, false);
    }
  }

  Body parse(byte[] bytes) {
    try {
      JsonNode value = mapper.readTree(bytes);
      return value.isMissingNode()
          ? new Body.Malformed("The body is empty; JSON is expected.")
          : new Body.Json(value);
    } catch (StreamConstraintsException | NumberFormatException beyond) {
      // The latter is Jackson's where an exponent is beyond any number.
      return new Body.Malformed(
          "The body is beyond what is read here: JSON may be nested %d levels deep and have %,d parts, names %,d characters and numbers %d digits."
              .formatted(properties.depth(), properties.tokens(), LONGEST_NAME, LONGEST_NUMBER));
    } catch (JacksonException malformed) {
      return new Body.Malformed(
          "The body is not JSON that is read here: it is malformed, or names a key twice.");
    }
  }

  private Body tooLarge() {
    return new Body.TooLarge(
        "A body may have %,d KB at most.".formatted(properties.largest().toKilobytes()));
  }

  private static Body tooMany() {
    return new Body.TooMany(
        "Too many large bodies are under way already; try again in two seconds.",
        Duration.ofSeconds(2));
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }
}
