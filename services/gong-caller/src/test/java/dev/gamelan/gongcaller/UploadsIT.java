package dev.gamelan.gongcaller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.CallerContext;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.RawGong;
import dev.gamelan.gongcaller.testing.Surroundings;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.FileChunk;
import dev.gamelan.schemas.FilePart;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.StoredFile;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A file too large for its command goes to Gong whole, or not at all. */
@WithBroker
class UploadsIT {
  private static final int CHUNK = 512 * 1024;
  private static RawGong gong;
  private static Surroundings around;
  private static TopicProbe topics;
  private static CallerContext caller;

  @BeforeAll
  static void start() throws IOException {
    gong = new RawGong();
    around = new Surroundings();
    topics = new TopicProbe(Surroundings.servers());
    caller =
        new CallerContext(
            around,
            "--gamelan.gong.base-url=" + gong.url(),
            "--spring.datasource.hikari.connection-timeout=30000",
            "--spring.datasource.hikari.validation-timeout=20000");
  }

  @AfterAll
  static void stop() throws IOException {
    caller.close();
    topics.close();
    around.close();
    gong.close();
  }

  @Test
  void aFileArrivesByteForByteAndAtItsLength() {
    ToolCallRequested call = upload(stored(3 * CHUNK + 77));
    topics.request(call);

    assertThat(ended(call).getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(gong.taken(call.getCallId()))
        .singleElement()
        .satisfies(
            taken -> {
              assertThat(taken.whole()).isTrue();
              assertThat(taken.sha256()).isEqualTo(stored(call).getSha256());
              assertThat(taken.head()).doesNotContainIgnoringCase("transfer-encoding");
              assertThat(taken.part())
                  .contains("name=\"mediaFile\"; filename=\"call.mp3\"", "audio/mpeg");
            });
  }

  @Test
  void filesWhoseChunksLieBetweenEachOthersArriveWhole() {
    String one = Calls.write().build().getCallId();
    String other = idOnThePartitionOf(one);
    List<byte[]> files = List.of(bytes(4 * CHUNK, 1), bytes(3 * CHUNK + 1, 2));
    List<RecordMetadata> first = new ArrayList<>();
    List<RecordMetadata> second = new ArrayList<>();
    for (int index = 0; index < 4; index++) {
      first.add(store(one, index, files.get(0)));
      second.add(store(other, index, files.get(1)));
    }
    assertThat(first.getFirst().partition()).isEqualTo(second.getFirst().partition());

    ToolCallRequested both = upload(one, reference(files.get(0), first));
    ToolCallRequested too = upload(other, reference(files.get(1), second));
    topics.request(both);
    topics.request(too);

    for (ToolCallRequested call : List.of(both, too)) {
      assertThat(ended(call).getEnding()).isEqualTo(Ending.ANSWERED);
      assertThat(gong.taken(call.getCallId()))
          .singleElement()
          .satisfies(taken -> assertThat(taken.sha256()).isEqualTo(stored(call).getSha256()));
    }
  }

  @Test
  void aFileThatIsNotTheOneUploadedIsNeverSentToItsEnd() {
    Kept kept = stored(3 * CHUNK);
    ToolCallRequested call =
        upload(kept.callId(), StoredFile.newBuilder(kept.file()).setSha256("0".repeat(64)).build());
    topics.request(call);

    ToolCallCompleted completed = ended(call);
    assertThat(completed.getEnding()).isEqualTo(Ending.FAILED_AT_GONG);
    assertThat(completed.getDetail())
        .contains("not the one that was uploaded", "broken off", "upload the file again");
    await().until(() -> !gong.taken(call.getCallId()).isEmpty());
    assertThat(gong.taken(call.getCallId()))
        .singleElement()
        .satisfies(
            taken -> {
              assertThat(taken.whole()).isFalse();
              assertThat(taken.received()).isLessThan(taken.announced() - CHUNK);
            });
  }

  @Test
  void aFileThatIsNotKeptAnyMoreIsFoundMissingBeforeAnythingIsSent() {
    Kept kept = stored(2 * CHUNK);
    topics.forgetBefore(
        Topics.UPLOAD_CHUNK, kept.file().getPartition(), kept.file().getFirstOffset() + 1);
    ToolCallRequested call = upload(kept);
    topics.request(call);

    ToolCallCompleted completed = ended(call);
    assertThat(completed.getEnding()).isEqualTo(Ending.FAILED_AT_GONG);
    assertThat(completed.getDetail()).contains("Nothing was sent to Gong; upload the file again");
    assertThat(completed.getRetryable()).isTrue();
    assertThat(completed.getAttempts()).isZero();
    assertThat(gong.taken(call.getCallId())).isEmpty();
    assertThat(around.quota.askedFor(call.getCallId())).isEmpty();
  }

  @Test
  void whatGongTurnsAwayAtItsFirstBytesIsReadAgainAndSentOnceMore() {
    gong.refuseNext(429);
    ToolCallRequested call = upload(stored(20 * CHUNK));
    topics.request(call);

    ToolCallCompleted completed = ended(call);
    assertThat(completed.getDetail()).isNull();
    assertThat(completed.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(completed.getAttempts()).isEqualTo(2);
    assertThat(gong.taken(call.getCallId()))
        .hasSize(2)
        .last()
        .satisfies(taken -> assertThat(taken.sha256()).isEqualTo(stored(call).getSha256()));
  }

  @Test
  void ofALargeFileOnlyAFewChunksAreInMemory() {
    String callId = Calls.write().build().getCallId();
    byte[] chunk = bytes(CHUNK, 5);
    List<RecordMetadata> places = new ArrayList<>();
    MessageDigest digest = digest();
    for (int index = 0; index < 160; index++) {
      digest.update(chunk);
      places.add(topics.store(new FileChunk(callId, index, ByteBuffer.wrap(chunk))));
    }
    StoredFile file =
        StoredFile.newBuilder(reference(chunk, places))
            .setSize(160L * CHUNK)
            .setSha256(HexFormat.of().formatHex(digest.digest()))
            .build();
    long before = heap();
    var during = new AtomicLong();
    gong.pauseAt(150L * CHUNK, () -> during.set(heap()));
    ToolCallRequested call = upload(callId, file);
    topics.request(call);

    assertThat(ended(call).getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(gong.taken(callId))
        .singleElement()
        .satisfies(taken -> assertThat(taken.sha256()).isEqualTo(file.getSha256()));
    assertThat(during.get()).isPositive();
    assertThat(during.get() - before).isLessThan(16L * 1024 * 1024);
  }

  /** What is reachable. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static ToolCallCompleted ended(ToolCallRequested call) {
    return topics.completionOf(call.getCallId());
  }

  private static StoredFile stored(ToolCallRequested call) {
    return Objects.requireNonNull(Objects.requireNonNull(call.getRequest().getFile()).getStored());
  }

  private record Kept(String callId, StoredFile file) {}

  private static Kept stored(int size) {
    String callId = Calls.write().build().getCallId();
    byte[] content = bytes(size, size);
    List<RecordMetadata> places = new ArrayList<>();
    for (int index = 0; index * CHUNK < size; index++) {
      places.add(store(callId, index, content));
    }
    return new Kept(callId, reference(content, places));
  }

  private static RecordMetadata store(String callId, int index, byte[] file) {
    byte[] part =
        Arrays.copyOfRange(file, index * CHUNK, Math.min(file.length, (index + 1) * CHUNK));
    return topics.store(new FileChunk(callId, index, ByteBuffer.wrap(part)));
  }

  private static StoredFile reference(byte[] file, List<RecordMetadata> places) {
    return StoredFile.newBuilder()
        .setName("mediaFile")
        .setPartition(places.getFirst().partition())
        .setFirstOffset(places.getFirst().offset())
        .setLastOffset(places.getLast().offset())
        .setChunks(places.size())
        .setSize(file.length)
        .setSha256(sha256(file))
        .build();
  }

  private static ToolCallRequested upload(Kept kept) {
    return upload(kept.callId(), kept.file());
  }

  private static ToolCallRequested upload(String callId, StoredFile file) {
    ToolCallRequested.Builder call = Calls.write();
    return call.setCallId(callId)
        .setDeadline(Instant.now().plus(Duration.ofSeconds(60)))
        .setRequest(
            GongRequest.newBuilder()
                .setMethod("PUT")
                .setPath("/v2/calls/" + callId + "/media")
                .setQuery(List.of())
                .setFile(
                    FilePart.newBuilder()
                        .setName("")
                        .setFileName("call.mp3")
                        .setContentType("audio/mpeg")
                        .setContent(ByteBuffer.allocate(0))
                        .setStored(file)
                        .build())
                .build())
        .build();
  }

  /** Keys fall on partitions by their bytes: some id will do. */
  private static String idOnThePartitionOf(String callId) {
    int wanted = partition(callId);
    while (true) {
      String id = Calls.write().build().getCallId();
      if (partition(id) == wanted) {
        return id;
      }
    }
  }

  private static int partition(String key) {
    return BuiltInPartitioner.partitionForKey(
        key.getBytes(StandardCharsets.UTF_8), Topics.UPLOAD_CHUNK.partitions());
  }

  private static byte[] bytes(int size, long seed) {
    var bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
