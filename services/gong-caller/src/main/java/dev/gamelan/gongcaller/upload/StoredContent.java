package dev.gamelan.gongcaller.upload;

import dev.gamelan.gongcaller.gong.BrokenOffException;
import dev.gamelan.schemas.FileChunk;
import dev.gamelan.schemas.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A stored file's bytes, a few chunks of them in memory. The last chunk is given out only when all
 * of them are what was uploaded, so that a request of the announced length cannot be completed with
 * anything else.
 */
final class StoredContent extends InputStream {
  private final StoredFile file;
  private final Supplier<List<FileChunk>> source;
  private final Runnable end;
  private final Duration patience;
  private final LongSupplier nanos;
  private final MessageDigest digest = sha256();
  private final Queue<FileChunk> ahead = new ArrayDeque<>();
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private int next;
  private long left;

  /**
   * @param source the file's next chunks, in their order; empty where none came just now
   * @param patience how long the next chunk is waited for
   */
  StoredContent(
      StoredFile file,
      Supplier<List<FileChunk>> source,
      Runnable end,
      Duration patience,
      LongSupplier nanos) {
    this.file = file;
    this.source = source;
    this.end = end;
    this.patience = patience;
    this.nanos = nanos;
    this.left = file.getSize();
  }

  /** Has the next bytes in memory; false at the end. */
  boolean advance() throws IOException {
    while (!chunk.hasRemaining()) {
      if (next == file.getChunks()) {
        return false;
      }
      take(awaited());
    }
    return true;
  }

  private FileChunk awaited() throws IOException {
    long from = nanos.getAsLong();
    while (ahead.isEmpty()) {
      try {
        ahead.addAll(source.get());
      } catch (UncheckedIOException unreadable) {
        throw unreadable.getCause();
      }
      if (ahead.isEmpty() && nanos.getAsLong() - from > patience.toNanos()) {
        throw new BrokenOffException("A chunk of the uploaded file did not come back in time");
      }
    }
    return ahead.remove();
  }

  private void take(FileChunk received) throws IOException {
    ByteBuffer content = received.getContent().duplicate();
    left -= content.remaining();
    digest.update(content.duplicate());
    if (received.getIndex() != next || left < 0) {
      throw new BrokenOffException("The chunks of the uploaded file are not those that were kept");
    }
    next++;
    if (next == file.getChunks()
        && (left != 0 || !HexFormat.of().formatHex(digest.digest()).equals(file.getSha256()))) {
      throw new BrokenOffException("The kept file is not the one that was uploaded");
    }
    chunk = content;
  }

  @Override
  public int read() throws IOException {
    return advance() ? chunk.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int some = Math.min(length, chunk.remaining());
    chunk.get(bytes, offset, some);
    return some;
  }

  @Override
  public void close() {
    end.run();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256", impossible);
    }
  }
}
