package dev.gamelan.toolrouter.proxy;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.codec.multipart.PartEventHttpMessageReader;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/**
 * A multipart form as it arrives, a piece at a time: no more is taken from the network than is
 * asked for. For one thread that may block.
 */
final class FormPieces implements AutoCloseable {
  private static final int MOST_PARTS = 4;
  private static final int LONGEST_HEADERS = 8 * 1024;
  private static final Duration LET_PASS_FOR = Duration.ofSeconds(5);

  private final Stream<Piece> pieces;
  private final Iterator<Piece> iterator;

  /**
   * Some bytes of a part.
   *
   * @param begins whether they are its first
   * @param fileName null where the part is no file
   */
  record Piece(
      boolean begins,
      String name,
      @Nullable String fileName,
      @Nullable String contentType,
      byte[] bytes) {}

  private FormPieces(Stream<Piece> pieces) {
    this.pieces = pieces;
    this.iterator = pieces.iterator();
  }

  static FormPieces of(ServerHttpRequest request, ProxyProperties properties) {
    PartEventHttpMessageReader reader = new PartEventHttpMessageReader();
    reader.setMaxParts(MOST_PARTS);
    reader.setMaxHeadersSize(LONGEST_HEADERS);
    long started = System.nanoTime();
    AtomicLong arrived = new AtomicLong();
    AtomicBoolean begins = new AtomicBoolean(true);
    return new FormPieces(
        reader
            .read(ResolvableType.forClass(PartEvent.class), request, Map.of())
            .map(
                event -> {
                  Piece piece = piece(event, begins.getAndSet(event.isLast()));
                  arrived.addAndGet(piece.bytes().length);
                  return piece;
                })
            .timeout(
                Mono.delay(properties.uploadPatience()),
                piece ->
                    Mono.delay(
                        properties.patience(arrived.get()).minusNanos(System.nanoTime() - started)))
            .toStream(1));
  }

  private static Piece piece(PartEvent event, boolean begins) {
    DataBuffer content = event.content();
    byte[] bytes = new byte[content.readableByteCount()];
    content.read(bytes);
    DataBufferUtils.release(content);
    MediaType type = event.headers().getContentType();
    return new Piece(
        begins,
        event.name(),
        event instanceof FilePartEvent file ? file.filename() : null,
        type == null ? null : type.toString(),
        bytes);
  }

  /** Waits for the next; null at the end of the form. */
  @Nullable Piece next() {
    return iterator.hasNext() ? iterator.next() : null;
  }

  /**
   * Who is refused in the middle of sending may never read why: closing on unread bytes resets the
   * connection. So the rest may come for a while, without being kept.
   */
  void letPass() {
    long until = System.nanoTime() + LET_PASS_FOR.toNanos();
    try {
      while (until - System.nanoTime() > 0 && next() != null) {
        // nobody wants it
      }
    } catch (RuntimeException over) {
      // Nor how it ended.
    }
  }

  @Override
  public void close() {
    pieces.close();
  }
}
