package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.LoginServer;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A token that was shown at the door is found nowhere behind it. */
@WithBroker
@ExtendWith(OutputCaptureExtension.class)
class TokensStayInsideIT {
  private static final List<String> BODIES =
      List.of(
          "{\"tool\": \"gong_list_users\"}",
          "{\"tool\": \"gong_delete_meeting\", \"arguments\": {\"meetingId\": \"1\"}}",
          "{\"tool\": \"no_such_tool\"}",
          "{\"tool\": ",
          McpPost.request("tools/call", "\"name\": \"gong_list_users\""));

  @Test
  void inNoLogNoRecordAndNoAnswer(CapturedOutput logged) {
    List<String> answers = new ArrayList<>();
    List<String> canaries;
    try (LoginServer login = new LoginServer();
        RunningRouter router = RunningRouter.start(noisy(login));
        FakeGongCaller gongCaller = new FakeGongCaller()) {
      gongCaller.answerAllWith("{\"users\": []}");
      String good = login.token("ann", "gong:read");
      String forged = good.substring(0, good.lastIndexOf('.') + 1) + "Y2FuYXJ5LWNhbmFyeS1jYW5hcnk";
      canaries =
          List.of(
              good.substring(good.lastIndexOf('.') + 1),
              good.split("\\.")[1],
              "Y2FuYXJ5LWNhbmFyeS1jYW5hcnk",
              "canary-that-nobody-knows",
              RunningRouter.READER);
      for (String token : List.of(good, forged, "canary-that-nobody-knows", RunningRouter.READER)) {
        for (String path : List.of("/v1/tool-calls", "/mcp")) {
          for (String body : BODIES) {
            McpPost.Reply reply =
                McpPost.to(router.url() + path)
                    .as(token)
                    .with("MCP-Protocol-Version", McpPost.MODERN)
                    .with("Mcp-Method", "tools/call")
                    .with("Mcp-Name", "gong_list_users")
                    .send(body);
            answers.add(reply.headers() + reply.text());
          }
        }
      }
      gongCaller.awaitTrail("write-not-allowed", "gong_delete_meeting");
      answers.addAll(everythingPublished());
    }

    assertThat(logged.getAll()).contains("Tool call ended").doesNotContain(canaries);
    assertThat(answers)
        .hasSizeGreaterThan(40)
        .anySatisfy(answer -> assertThat(answer).contains("us:ann"))
        .allSatisfy(answer -> assertThat(answer).doesNotContain(canaries));
  }

  private static String[] noisy(LoginServer login) {
    List<String> settings = new ArrayList<>(List.of(login.settings()));
    settings.add("logging.level.dev.gamelan=trace");
    settings.add("logging.level.org.springframework.web=trace");
    settings.add("logging.level.org.springframework.http=trace");
    return settings.toArray(String[]::new);
  }

  private static List<String> everythingPublished() {
    List<String> published = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", System.getProperty("spring.kafka.bootstrap-servers")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics().values().stream()
              .flatMap(Collection::stream)
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .filter(partition -> partition.topic().startsWith("gong."))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> published.add(text(record)));
      }
    }
    return published;
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    var text = new StringBuilder();
    for (byte[] bytes : new byte[][] {record.key(), record.value()}) {
      text.append(bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1));
    }
    for (Header header : record.headers()) {
      text.append(header.key()).append(new String(header.value(), StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }
}
