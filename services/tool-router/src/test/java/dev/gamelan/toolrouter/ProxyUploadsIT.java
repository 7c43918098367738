package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.FileChunk;
import dev.gamelan.schemas.FilePart;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.StoredFile;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RawHttp;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files too large for a command: what is kept of them, what goes on, and what is refused. */
@WithBroker
class ProxyUploadsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int MB = 1024 * 1024;
  private static RunningRouter router;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    router =
        RunningRouter.start(
            "gamelan.proxy.largest-file=40MB",
            "gamelan.proxy.upload-patience=2s",
            "gamelan.proxy.slowest-upload=1MB",
            "gamelan.proxy.slowest-at-gong=1MB",
            "gamelan.connections.request=1s");
    gongCaller = new FakeGongCaller();
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    router.close();
  }

  @BeforeEach
  void answer() {
    gongCaller.forget();
    gongCaller.answerAllWith("{\"requestId\":\"r-1\"}");
  }

  @Test
  void aLargeFileIsKeptInChunksAndItsCallSaysWhere() {
    byte[] file = bytes(7 * MB + 3, 1);

    McpPost.Reply reply = upload(file, "7");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    ToolCallRequested command = gongCaller.awaitCommand("gong_add_call_recording");
    FilePart part = Objects.requireNonNull(command.getRequest().getFile());
    StoredFile stored = Objects.requireNonNull(part.getStored());
    assertThat(part.getName()).isEmpty();
    assertThat(part.getContent().remaining()).isZero();
    assertThat(part.getFileName()).isEqualTo("call.mp3");
    assertThat(stored.getName()).isEqualTo("mediaFile");
    assertThat(stored.getSize()).isEqualTo(file.length);
    assertThat(stored.getChunks()).isEqualTo(15);
    assertThat(stored.getSha256()).isEqualTo(sha256(file));
    assertThat(kept(command.getCallId(), stored)).isEqualTo(file);
    assertThat(command.getDeadline()).isEqualTo(command.getRequestedAt().plusSeconds(60 + 7));
  }

  @Test
  void filesThatComeTogetherDoNotMix() {
    byte[] one = bytes(6 * MB, 2);
    byte[] other = bytes(6 * MB + 1, 3);

    CompletableFuture<McpPost.Reply> first =
        CompletableFuture.supplyAsync(() -> upload(one, "1"), Thread::startVirtualThread);
    McpPost.Reply second = upload(other, "2");

    assertThat(first.join().status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(200);
    await().atMost(SOON).until(() -> gongCaller.commands().size() == 2);
    for (ToolCallRequested command : gongCaller.commands()) {
      StoredFile stored =
          Objects.requireNonNull(
              Objects.requireNonNull(command.getRequest().getFile()).getStored());
      assertThat(kept(command.getCallId(), stored))
          .isEqualTo(command.getRequest().getPath().contains("/1/") ? one : other);
    }
  }

  @Test
  void aFileThatIsTooLargeIsRefusedAnnouncedOrNot() {
    McpPost.Reply announced = upload(bytes(41 * MB, 4), "4");
    assertThat(announced.status()).as(announced.text()).isEqualTo(413);
    assertThat(announced.json().path("detail").asString()).contains("at most 41943040 bytes");

    byte[] form = form(bytes(41 * MB, 5));
    McpPost.Reply chunked =
        put("5")
            .send("PUT", BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(List.of(form))));
    assertThat(chunked.status()).as(chunked.text()).isEqualTo(413);
    assertThat(gongCaller.commands()).isEmpty();
  }

  @Test
  void whatIsRefusedIsRefusedBeforeAnythingIsKept() {
    Map<TopicPartition, Long> before = ends();

    McpPost.Reply reply = put("6").as(RunningRouter.READER).send("PUT", body(bytes(7 * MB, 6)));

    assertThat(reply.status()).as(reply.text()).isEqualTo(403);
    assertThat(reply.headers()).containsEntry("gamelan-outcome", "write-not-allowed");
    gongCaller.awaitTrail("write-not-allowed", "gong_add_call_recording");
    assertThat(ends()).isEqualTo(before);
    assertThat(gongCaller.commands()).isEmpty();
  }

  @Test
  void ofAnUploadThatBreaksOffNothingGoesOn() throws IOException {
    Map<TopicPartition, Long> before = ends();
    byte[] form = form(bytes(8 * MB, 7));
    try (RawHttp http = RawHttp.to(router.url())) {
      http.send(head("7", form.length));
      http.send(Arrays.copyOf(form, 7 * MB));
      await().atMost(SOON).until(() -> !ends().equals(before));
    }

    // Whatever was sent on before this one would have come before it.
    assertThat(upload(bytes(10, 8), "8").status()).isEqualTo(200);
    assertThat(gongCaller.commands())
        .singleElement()
        .satisfies(command -> assertThat(command.getRequest().getPath()).contains("/8/"));
  }

  @Test
  void whoFallsBehindTheRateIsRefused() throws IOException {
    byte[] form = form(bytes(6 * MB, 9));
    try (RawHttp http = RawHttp.to(router.url())) {
      http.send(head("9", form.length));
      http.send(Arrays.copyOf(form, MB));

      RawHttp.Answer answer = http.read();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.text()).contains("did not arrive within 2 s");
      assertThat(answer.closed()).isTrue();
    }
    assertThat(gongCaller.commands()).isEmpty();
  }

  @Test
  void ofAFileUnderWayOnlyAFewChunksAreInMemory() throws IOException {
    byte[] form = form(bytes(36 * MB, 10));
    Map<TopicPartition, Long> before = ends();
    long kept = sum(before) + 60;
    long heapBefore = heap();
    try (RawHttp http = RawHttp.to(router.url())) {
      http.send(head("10", form.length));
      for (int sent = 0; sent < 32 * MB; sent += MB) {
        http.send(Arrays.copyOfRange(form, sent, sent + MB));
      }
      await().atMost(SOON).until(() -> sum(ends()) >= kept);

      assertThat(heap() - heapBefore).isLessThan(12 * MB);
      assertThat(form).hasSizeGreaterThan(36 * MB);
    }
  }

  private static long sum(Map<TopicPartition, Long> ends) {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What is reachable. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static McpPost put(String call) {
    return McpPost.to(router.url() + "/proxy/default/v2/calls/" + call + "/media")
        .as(RunningRouter.WRITER)
        .with("Content-Type", "multipart/form-data; boundary=cut");
  }

  private static McpPost.Reply upload(byte[] file, String call) {
    return put(call).send("PUT", body(file));
  }

  private static BodyPublisher body(byte[] file) {
    return BodyPublishers.ofByteArray(form(file));
  }

  private static String head(String call, int length) {
    return """
    PUT /proxy/default/v2/calls/%s/media HTTP/1.1\r
    Host: localhost\r
    Authorization: Bearer %s\r
    Content-Type: multipart/form-data; boundary=cut\r
    Content-Length: %d\r
    \r
    """
        .formatted(call, RunningRouter.WRITER, length);
  }

  private static byte[] form(byte[] file) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        """
        --cut\r
        Content-Disposition: form-data; name="mediaFile"; filename="call.mp3"\r
        Content-Type: audio/mpeg\r
        \r
        """
            .getBytes(StandardCharsets.UTF_8));
    form.writeBytes(file);
    form.writeBytes("\r\n--cut--\r\n".getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }

  private static KafkaConsumer<String, SpecificRecord> consumer() {
    return new KafkaConsumer<>(
        Map.<String, Object>of(
            "bootstrap.servers",
            Objects.requireNonNull(System.getProperty("spring.kafka.bootstrap-servers"))),
        new StringDeserializer(),
        new RecordDeserializer());
  }

  private static Map<TopicPartition, Long> ends() {
    try (var consumer = consumer()) {
      return consumer.endOffsets(
          consumer.partitionsFor(Topics.UPLOAD_CHUNK.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList());
    }
  }

  private static byte[] kept(String callId, StoredFile stored) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (var consumer = consumer()) {
      var partition = new TopicPartition(Topics.UPLOAD_CHUNK.name(), stored.getPartition());
      consumer.assign(List.of(partition));
      consumer.seek(partition, stored.getFirstOffset());
      int index = 0;
      while (consumer.position(partition) <= stored.getLastOffset()) {
        for (var read : consumer.poll(Duration.ofMillis(200))) {
          if (read.key().equals(callId) && read.value() instanceof FileChunk chunk) {
            assertThat(chunk.getIndex()).isEqualTo(index++);
            assertThat(chunk.getContent().remaining()).isLessThanOrEqualTo(512 * 1024);
            byte[] bytes = new byte[chunk.getContent().remaining()];
            chunk.getContent().duplicate().get(bytes);
            file.writeBytes(bytes);
          }
        }
      }
    }
    return file.toByteArray();
  }

  private static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
