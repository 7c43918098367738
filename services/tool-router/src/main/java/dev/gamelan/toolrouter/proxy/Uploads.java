package dev.gamelan.toolrouter.proxy;

import dev.gamelan.toolrouter.catalog.RequestReading.Part;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Reads multipart forms, but for what is too large, too slow or no form. */
@Component
@EnableConfigurationProperties(ProxyProperties.class)
class Uploads {
  private static final int MOST_PARTS = 4;
  private static final int LONGEST_HEADERS = 8 * 1024;

  private final ProxyProperties properties;
  private final Semaphore room;
  private final Scheduler blocking;
  private final DefaultPartHttpMessageReader reader = new DefaultPartHttpMessageReader();

  Uploads(ProxyProperties properties, Scheduler blocking) {
    this.properties = properties;
    this.room = new Semaphore(properties.uploadsAtOnce());
    this.blocking = blocking;
    reader.setMaxParts(MOST_PARTS);
    reader.setMaxHeadersSize(LONGEST_HEADERS);
    // Nothing is put on the disk: what does not fit into memory is refused.
    reader.setMaxInMemorySize(largest());
    reader.setMaxDiskUsagePerPart(0);
  }

  /** A form, or why it was not read. */
  sealed interface Form {
    record Parts(List<Part> parts) implements Form {}

    record TooLarge(String sentence) implements Form {}

    record TooSlow(String sentence) implements Form {}

    record TooMany(String sentence) implements Form {}

    record Malformed(String sentence) implements Form {}
  }

  static boolean isForm(ServerHttpRequest request) {
    MediaType type = request.getHeaders().getContentType();
    return type != null && type.isCompatibleWith(MediaType.MULTIPART_FORM_DATA);
  }

  /**
   * @param use what is made of the form, on a thread that may block
   */
  <T> Mono<T> read(ServerHttpRequest request, Function<Form, Mono<T>> use) {
    return Mono.defer(
        () -> {
          if (!room.tryAcquire()) {
            return use.apply(
                new Form.TooMany("Too many uploads are under way; try again in a few seconds."));
          }
          return form(request).publishOn(blocking).flatMap(use).doFinally(signal -> room.release());
        });
  }

  private Mono<Form> form(ServerHttpRequest request) {
    return reader
        .read(ResolvableType.forClass(FilePart.class), request, Map.of())
        .concatMap(Uploads::part)
        .collectList()
        .map(
            parts ->
                parts.stream().allMatch(part -> part.content().length <= largest())
                    ? new Form.Parts(parts)
                    : tooLarge())
        .timeout(properties.uploadPatience())
        .onErrorResume(DataBufferLimitException.class, tooLarge -> Mono.just(tooLarge()))
        .onErrorResume(
            TimeoutException.class,
            slow ->
                Mono.just(
                    new Form.TooSlow(
                        "The form did not arrive within %d s."
                            .formatted(properties.uploadPatience().toSeconds()))))
        .onErrorResume(
            DecodingException.class,
            broken ->
                Mono.just(
                    broken.getCause() instanceof DataBufferLimitException
                        ? tooLarge()
                        : new Form.Malformed("The body is not the multipart form it says it is.")));
  }

  private int largest() {
    return Math.toIntExact(properties.largestFile().toBytes());
  }

  private Form tooLarge() {
    return new Form.TooLarge(
        "A file may have at most %d bytes.".formatted(properties.largestFile().toBytes()));
  }

  private static Mono<Part> part(org.springframework.http.codec.multipart.Part part) {
    Flux<DataBuffer> content = part.content();
    MediaType type = part.headers().getContentType();
    return DataBufferUtils.join(content)
        .map(
            joined -> {
              byte[] bytes = new byte[joined.readableByteCount()];
              joined.read(bytes);
              DataBufferUtils.release(joined);
              return bytes;
            })
        .defaultIfEmpty(new byte[0])
        .map(
            bytes ->
                new Part(
                    part.name(),
                    part instanceof FilePart file ? file.filename() : null,
                    type == null ? null : type.toString(),
                    bytes));
  }
}
