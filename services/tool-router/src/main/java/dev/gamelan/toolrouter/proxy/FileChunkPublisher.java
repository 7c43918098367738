package dev.gamelan.toolrouter.proxy;

import dev.gamelan.schemas.FileChunk;
import dev.gamelan.schemas.StoredFile;
import dev.gamelan.schemas.Topics;
import dev.gamelan.topics.TopicWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes files in chunks to their topic. */
@Component
class FileChunkPublisher {
  static final int CHUNK = 512 * 1024;
  private static final int UNDER_WAY = 4;

  private final TopicWriter writer;

  FileChunkPublisher(TopicWriter writer) {
    this.writer = writer;
  }

  /** The broker did not take it all. */
  static final class NotStoredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotStoredException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  Writing begin(String callId) {
    return new Writing(callId);
  }

  /** One file, no more of it in memory than a few chunks: whoever writes waits for the broker. */
  final class Writing {
    private final String callId;
    private final MessageDigest digest = sha256();
    private final byte[] chunk = new byte[CHUNK];
    private final Queue<CompletableFuture<TopicWriter.Place>> underWay = new ArrayDeque<>();
    private TopicWriter.@Nullable Place first;
    private TopicWriter.@Nullable Place last;
    private int filled;
    private int chunks;
    private long size;

    private Writing(String callId) {
      this.callId = callId;
    }

    void write(byte[] bytes, int length) {
      for (int done = 0; done < length; ) {
        int some = Math.min(length - done, CHUNK - filled);
        System.arraycopy(bytes, done, chunk, filled, some);
        filled += some;
        done += some;
        if (filled == CHUNK) {
          send();
        }
      }
    }

    /** All of it is with the broker. */
    StoredFile finish(String field) {
      if (filled > 0) {
        send();
      }
      while (!underWay.isEmpty()) {
        settle();
      }
      if (first == null || last == null) {
        throw new NotStoredException("There is nothing to store", null);
      }
      return StoredFile.newBuilder()
          .setName(field)
          .setPartition(first.partition())
          .setFirstOffset(first.offset())
          .setLastOffset(last.offset())
          .setChunks(chunks)
          .setSize(size)
          .setSha256(HexFormat.of().formatHex(digest.digest()))
          .build();
    }

    private void send() {
      if (underWay.size() == UNDER_WAY) {
        settle();
      }
      digest.update(chunk, 0, filled);
      // The record is bytes before this returns, so the chunk may be filled anew.
      underWay.add(
          writer.place(
              Topics.UPLOAD_CHUNK,
              callId,
              new FileChunk(callId, chunks, ByteBuffer.wrap(chunk, 0, filled))));
      chunks++;
      size += filled;
      filled = 0;
    }

    private void settle() {
      try {
        TopicWriter.Place place = underWay.remove().join();
        if (first == null) {
          first = place;
        }
        if (place.partition() != first.partition()
            || (last != null && place.offset() <= last.offset())) {
          throw new NotStoredException("The chunks of a file are not in their order", null);
        }
        last = place;
      } catch (CompletionException brokerAway) {
        throw new NotStoredException("The broker did not take a chunk", brokerAway.getCause());
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256", impossible);
    }
  }
}
