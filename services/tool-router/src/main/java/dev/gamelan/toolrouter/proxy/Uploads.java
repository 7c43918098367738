package dev.gamelan.toolrouter.proxy;

import dev.gamelan.schemas.StoredFile;
import dev.gamelan.toolrouter.catalog.RequestReading.Part;
import dev.gamelan.toolrouter.catalog.UploadedFile;
import dev.gamelan.toolrouter.toolcall.ToolCall;
import dev.gamelan.topics.FailureWithoutPayload;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Takes in multipart forms with a file, but for what is refused by its first bytes, too large, too
 * slow or no form. A file that does not fit into a command is stored as it comes.
 */
@Component
@EnableConfigurationProperties(ProxyProperties.class)
class Uploads {
  private static final Logger log = LoggerFactory.getLogger(Uploads.class);

  /** What a form has around its file, generously. */
  private static final int AROUND = 64 * 1024;

  private final ProxyProperties properties;
  private final FileChunkPublisher chunks;
  private final Semaphore room;
  private final Scheduler blocking;

  Uploads(ProxyProperties properties, FileChunkPublisher chunks, Scheduler blocking) {
    this.properties = properties;
    this.chunks = chunks;
    this.room = new Semaphore(properties.uploadsAtOnce());
    this.blocking = blocking;
  }

  /** What is said of an upload before its content is there. */
  sealed interface Judgement {
    record GoOn(ToolCall call) implements Judgement {}

    record Refused(ResponseEntity<?> answer) implements Judgement {}
  }

  /** A form, or why it was not taken in. */
  sealed interface Form {
    /** All of it is in memory. */
    record Parts(List<Part> parts) implements Form {}

    /**
     * @param part its content is the file's SHA-256
     */
    record Stored(ToolCall call, Part part, StoredFile file) implements Form {}

    record Refused(ResponseEntity<?> answer) implements Form {}

    record TooLarge(String sentence) implements Form {}

    record TooSlow(String sentence) implements Form {}

    record TooMany(String sentence) implements Form {}

    record NotStored(String sentence) implements Form {}

    record Malformed(String sentence) implements Form {}
  }

  static boolean isForm(ServerHttpRequest request) {
    MediaType type = request.getHeaders().getContentType();
    return type != null && type.isCompatibleWith(MediaType.MULTIPART_FORM_DATA);
  }

  /**
   * @param judge asked once, with a file whose content is a single byte whatever it will be
   * @param use what is made of the form, on a thread that may block
   */
  <T> Mono<T> read(
      ServerHttpRequest request, Function<Part, Judgement> judge, Function<Form, Mono<T>> use) {
    return Mono.defer(
        () -> {
          if (!room.tryAcquire()) {
            return use.apply(
                new Form.TooMany("Too many uploads are under way; try again in a few seconds."));
          }
          return Mono.fromCallable(() -> take(request, judge))
              .subscribeOn(blocking)
              .flatMap(use)
              .doFinally(signal -> room.release());
        });
  }

  private Form take(ServerHttpRequest request, Function<Part, Judgement> judge) {
    try (FormPieces pieces = FormPieces.of(request, properties)) {
      Form form =
          request.getHeaders().getContentLength() > properties.largestFile().toBytes() + AROUND
              ? tooLarge()
              : take(pieces, judge);
      if (!(form instanceof Form.Parts || form instanceof Form.Stored)) {
        pieces.letPass();
      }
      return form;
    } catch (RuntimeException problem) {
      return whyNot(problem);
    }
  }

  private Form take(FormPieces pieces, Function<Part, Judgement> judge) {
    FormPieces.Piece first = pieces.next();
    if (first == null) {
      return new Form.Parts(List.of());
    }
    return switch (judge.apply(part(first, new byte[1]))) {
      case Judgement.Refused(var answer) -> new Form.Refused(answer);
      case Judgement.GoOn(var call) -> take(first, pieces, call);
    };
  }

  private Form take(FormPieces.Piece first, FormPieces pieces, ToolCall call) {
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    FileChunkPublisher.Writing writing = null;
    long size = 0;
    for (FormPieces.Piece piece = first; piece != null; piece = pieces.next()) {
      if (piece.begins() && piece != first) {
        return new Form.Parts(List.of(part(first, new byte[1]), part(piece, new byte[1])));
      }
      size += piece.bytes().length;
      if (size > properties.largestFile().toBytes()) {
        return tooLarge();
      }
      if (writing == null && size > UploadedFile.MAX_BYTES) {
        writing = chunks.begin(call.callId());
        byte[] before = small.toByteArray();
        small = new ByteArrayOutputStream(0);
        writing.write(before, before.length);
      }
      if (writing == null) {
        small.writeBytes(piece.bytes());
      } else {
        writing.write(piece.bytes(), piece.bytes().length);
      }
    }
    if (writing == null) {
      return new Form.Parts(List.of(part(first, small.toByteArray())));
    }
    StoredFile file = writing.finish(first.name());
    return new Form.Stored(call, part(first, HexFormat.of().parseHex(file.getSha256())), file);
  }

  private Form whyNot(RuntimeException problem) {
    Throwable cause = Exceptions.unwrap(problem);
    if (cause instanceof TimeoutException) {
      return new Form.TooSlow(
          "The form did not arrive within %d s and %d KB a second beyond."
              .formatted(
                  properties.uploadPatience().toSeconds(),
                  properties.slowestUpload().toKilobytes()));
    }
    if (cause instanceof FileChunkPublisher.NotStoredException notStored) {
      log.warn("An upload was not stored", FailureWithoutPayload.of(notStored));
      return new Form.NotStored(
          "The file could not be kept until its turn at Gong. Nothing was sent on; trying again in a few seconds may help.");
    }
    if (cause instanceof DataBufferLimitException
        || cause.getCause() instanceof DataBufferLimitException) {
      return new Form.TooLarge("A part of the form has more headers or fields than are read here.");
    }
    if (cause instanceof DecodingException) {
      return new Form.Malformed("The body is not the multipart form it says it is.");
    }
    throw problem;
  }

  private Form tooLarge() {
    return new Form.TooLarge(
        "A file may have at most %d bytes.".formatted(properties.largestFile().toBytes()));
  }

  private static Part part(FormPieces.Piece piece, byte[] content) {
    return new Part(piece.name(), piece.fileName(), piece.contentType(), content);
  }
}
