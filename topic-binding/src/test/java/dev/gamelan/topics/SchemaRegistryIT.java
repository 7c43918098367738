package dev.gamelan.topics;

import static dev.gamelan.topics.RawTopic.PATIENCE;
import static dev.gamelan.topics.RawTopic.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.QuotaSpent;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.RegistrySettings;
import dev.gamelan.schemas.Topics;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@WithBroker
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SpringBootTest(
    properties = {
      "spring.main.web-application-type=none",
      "spring.cloud.function.definition=laneState",
      "spring.cloud.stream.bindings.laneState-in-0.destination=${gamelan.topics.lane-state}",
      "spring.cloud.stream.bindings.laneState-in-0.group=schema-registry-it",
      "spring.cloud.stream.bindings.written.destination=${gamelan.topics.lane-state}"
    })
class SchemaRegistryIT {
  private static final String TOPIC = Topics.LANE_STATE.name();
  private static final String LETTERS = Topics.LANE_STATE.deadLetters();

  private static ApicurioRegistry registry;
  private static RegistryGate gate;

  @Autowired private StreamBridge bridge;
  @Autowired private Reader reader;
  @Autowired private RecordDeserializer deserializer;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    registry = new ApicurioRegistry();
    gate = new RegistryGate(registry.url());
  }

  @DynamicPropertySource
  static void useTheGate(DynamicPropertyRegistry properties) {
    properties.add(RegistrySettings.URL, () -> gate.url());
  }

  @AfterAll
  static void stop() {
    gate.close();
    registry.close();
  }

  @Configuration
  @EnableAutoConfiguration
  static class Reader {
    private final List<LaneState> received = new CopyOnWriteArrayList<>();

    @Bean
    TopicsUsed topicsUsed() {
      return new TopicsUsed(List.of(Topics.LANE_STATE), List.of(Topics.LANE_STATE));
    }

    @Bean
    Consumer<Message<LaneState>> laneState() {
      return message -> received.add(message.getPayload());
    }
  }

  @Test
  @Order(1)
  void aRecordTravelsUnderItsRegisteredSchemaWhichIsAskedForOnce()
      throws IOException, InterruptedException {
    for (String connection : List.of("first", "second")) {
      assertThat(
              bridge.send(
                  "written",
                  MessageBuilder.withPayload(state(connection))
                      .setHeader(KafkaHeaders.KEY, connection)
                      .build()))
          .isTrue();
    }

    awaitReceived("first", "second");
    byte[] bytes = RawTopic.read(TOPIC, 2).getFirst().value();
    int id = ByteBuffer.wrap(bytes).getInt(1);
    assertThat(bytes[0]).isZero();
    assertThat(registry.subjects()).containsExactly(TOPIC + "-value");
    assertThat(new Schema.Parser().parse(registry.schema(id)).getFullName())
        .isEqualTo(LaneState.class.getName());
    assertThat(registry.schema(id)).doesNotContain("avro.java.string");
    assertThat(gate.asked)
        .containsExactlyInAnyOrder(
            "POST /subjects/" + TOPIC + "-value/versions", "GET /schemas/ids/" + id);
    assertThat(deserializer.deserialize(TOPIC, bytes))
        .as("what a service reads with a consumer of its own")
        .isEqualTo(state("first"));
  }

  @Test
  @Order(2)
  void anUnknownIdGoesToTheDeadLetters() {
    byte[] unknown = {0, 0x7F, 0, 0, 1, 2, 3};
    RawTopic.write(TOPIC, "key", unknown);

    var letter = RawTopic.read(LETTERS, 1).getFirst();
    assertThat(letter.value()).isEqualTo(unknown);
    assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_MESSAGE))
        .contains("the registry knows no Avro schema " + 0x7F000001);
  }

  @Test
  @Order(3)
  void aRecordWaitsForARegistryThatIsAwayAndIsNotGivenUp(CapturedOutput log)
      throws IOException, InterruptedException {
    int newer = registry.register(TOPIC + "-value", withOneMoreField());
    gate.open = false;
    RawTopic.write(TOPIC, "key", writtenUnder(newer, "written by a newer release"));
    RawTopic.write(TOPIC, "key", singleObject("after it"));

    await().atMost(PATIENCE).until(() -> log.getOut().contains("yet, attempt 2"));
    assertThat(log)
        .contains("Cannot process " + TOPIC)
        .contains("The schema registry " + gate.url() + " does not answer");
    assertThat(reader.received).hasSize(2);
    gate.open = true;

    awaitReceived("first", "second", "written by a newer release", "after it");
    assertThat(RawTopic.read(LETTERS, 1)).hasSize(1);
  }

  @Test
  @Order(4)
  void aChangeThatIsNotBackwardCompatibleIsRefused() throws IOException, InterruptedException {
    String topic = Topics.QUOTA_SPENT.name();
    registry.register(
        topic + "-value",
        """
        {"type": "record", "name": "QuotaSpent", "namespace": "dev.gamelan.schemas",
         "fields": [{"name": "permitId", "type": "string"}]}
        """);
    var serializer = new RecordSerializer();
    serializer.configure(Map.of(RegistrySettings.URL, gate.url()), false);
    var spent =
        QuotaSpent.newBuilder()
            .setPermitId("permit")
            .setConnection("acme")
            .setHolder("holder")
            .setCallId("call")
            .setCaller("ann")
            .setTool("tool")
            .setSentAt(Instant.EPOCH)
            .build();

    assertThatThrownBy(() -> serializer.serialize(topic, spent))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("refuses the schema of dev.gamelan.schemas.QuotaSpent");
  }

  private void awaitReceived(String... connections) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(reader.received)
                    .extracting(LaneState::getConnection)
                    .containsExactly(connections));
  }

  private static String withOneMoreField() {
    return LaneState.getClassSchema()
        .toString()
        .replaceFirst("\\]\\}$", ",{\"name\":\"later\",\"type\":\"int\",\"default\":0}]}");
  }

  /** The new field stands last, so its zero is one byte more. */
  private static byte[] writtenUnder(int id, String connection) {
    byte[] body = singleObject(connection);
    return ByteBuffer.allocate(body.length - 4)
        .put((byte) 0)
        .putInt(id)
        .put(Arrays.copyOfRange(body, 10, body.length))
        .put((byte) 0)
        .array();
  }

  private static byte[] singleObject(String connection) {
    return Objects.requireNonNull(new RecordSerializer().serialize(TOPIC, state(connection)));
  }

  private static LaneState state(String connection) {
    return LaneState.newBuilder()
        .setConnection(connection)
        .setHolder("holder")
        .setQueued(0)
        .setInFlight(0)
        .setStartsPerSecond(3)
        .setAnswerMillis(100)
        .setAt(Instant.EPOCH)
        .build();
  }
}
