package dev.gamelan.gongcaller.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.gongcaller.gong.BrokenOffException;
import dev.gamelan.schemas.FileChunk;
import dev.gamelan.schemas.StoredFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoredContentTest {
  private static final byte[] FILE = {1, 2, 3, 4, 5, 6, 7, 8};

  @Test
  void chunksBecomeTheFileAgain() throws IOException {
    assertThat(content(file(8), chunk(0, 0, 3), chunk(1, 3, 6), chunk(2, 6, 8)).readAllBytes())
        .isEqualTo(FILE);
  }

  @Test
  void ofAnotherFileTheLastChunkIsNeverGivenOut() {
    StoredFile other = StoredFile.newBuilder(file(8)).setSha256("0".repeat(64)).build();

    assertThat(givenOut(content(other, chunk(0, 0, 3), chunk(1, 3, 6), chunk(2, 6, 8))))
        .isEqualTo(6);
  }

  @Test
  void aFileOfAnotherLengthIsNotGivenOutToItsEnd() {
    assertThat(givenOut(content(file(9), chunk(0, 0, 3), chunk(1, 3, 6), chunk(2, 6, 8))))
        .isEqualTo(6);
    assertThat(givenOut(content(file(7), chunk(0, 0, 3), chunk(1, 3, 6), chunk(2, 6, 8))))
        .isEqualTo(6);
  }

  @Test
  void aChunkThatIsMissingEndsIt() {
    assertThat(givenOut(content(file(8), chunk(0, 0, 3), chunk(2, 6, 8)))).isEqualTo(3);
  }

  @Test
  void aChunkThatDoesNotComeIsNotWaitedForForEver() {
    var content = content(file(8), chunk(0, 0, 3));

    assertThatThrownBy(content::readAllBytes)
        .isInstanceOf(BrokenOffException.class)
        .hasMessageContaining("in time");
  }

  @Test
  void whoOpenedTheFileIsToldOfItsEnd() {
    var ends = new AtomicLong();
    var content =
        new StoredContent(
            file(8), List::of, ends::incrementAndGet, Duration.ofSeconds(5), System::nanoTime);
    content.close();
    assertThat(ends).hasValue(1);
  }

  private static int givenOut(StoredContent content) {
    var out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> content.transferTo(out)).isInstanceOf(BrokenOffException.class);
    return out.size();
  }

  private static StoredContent content(StoredFile file, FileChunk... chunks) {
    Queue<FileChunk> waiting = new ArrayDeque<>(List.of(chunks));
    var clock = new AtomicLong();
    return new StoredContent(
        file,
        () -> {
          clock.addAndGet(Duration.ofSeconds(1).toNanos());
          FileChunk next = waiting.poll();
          return next == null ? List.of() : List.of(next);
        },
        () -> {},
        Duration.ofSeconds(5),
        clock::get);
  }

  private static StoredFile file(long size) {
    return StoredFile.newBuilder()
        .setName("mediaFile")
        .setPartition(0)
        .setFirstOffset(0)
        .setLastOffset(2)
        .setChunks(3)
        .setSize(size)
        .setSha256(sha256())
        .build();
  }

  private static FileChunk chunk(int index, int from, int to) {
    return new FileChunk("a", index, ByteBuffer.wrap(Arrays.copyOfRange(FILE, from, to)));
  }

  private static String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(FILE));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
