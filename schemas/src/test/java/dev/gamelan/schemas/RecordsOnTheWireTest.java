package dev.gamelan.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsOnTheWireTest {
  private static final String TOPIC = Topics.QUOTA_STATE.name();

  private final RecordSerializer serializer = new RecordSerializer();
  private final RecordDeserializer deserializer = new RecordDeserializer();

  @Test
  void withoutARegistryARecordIsASingleObject() {
    byte[] bytes = written(state("acme"));

    assertThat(bytes).startsWith(0xC3, 0x01);
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2))
        .isEqualTo(SchemaNormalization.parsingFingerprint64(QuotaState.getClassSchema()));
    assertThat(deserializer.deserialize(TOPIC, bytes)).isEqualTo(state("acme"));
  }

  @Test
  void nothingIsNothing() {
    assertThat(serializer.serialize(TOPIC, null)).isNull();
    assertThat(deserializer.deserialize(TOPIC, null)).isNull();
  }

  @Test
  void aTopicTakesOnlyItsOwnRecord() {
    assertThatThrownBy(() -> serializer.serialize(Topics.AUDIT.name(), state("acme")))
        .isInstanceOf(SerializationException.class)
        .hasMessage("gong.audit carries AuditEvent, not QuotaState");
  }

  @Test
  void whatAnOlderReleaseWroteIsRead() throws IOException {
    Schema older =
        new Schema.Parser()
            .parse(QuotaState.getClassSchema().toString().replace("\"frozenUntil\"", "\"gone\""));
    GenericRecord record =
        new GenericRecordBuilder(older)
            .set("connection", "acme")
            .set("perSecond", 3.0)
            .set("perDay", 10_000L)
            .set("spent", 1L)
            .set("left", 9_999L)
            .set("gone", 7L)
            .set("at", 0L)
            .build();
    var body = new ByteArrayOutputStream();
    body.writeBytes(
        WireFormat.SINGLE_OBJECT.header(SchemaNormalization.parsingFingerprint64(older)));
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(body, null);
    new GenericDatumWriter<GenericRecord>(older).write(record, encoder);
    encoder.flush();

    assertThat(
            new RecordDeserializer(topic -> List.of(older)).deserialize(TOPIC, body.toByteArray()))
        .isInstanceOfSatisfying(
            QuotaState.class,
            read -> {
              assertThat(read.getLeft()).isEqualTo(9_999);
              assertThat(read.getFrozenUntil()).isNull();
            });
    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, body.toByteArray()))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("no released schema has the fingerprint");
  }

  @Test
  void anotherTopicsRecordIsUndecodable() {
    assertUndecodable(
        written(
            Topics.TOOL_CALL_CANCELLED.name(),
            new ToolCallCancelled("call", "acme", "ann", Instant.EPOCH)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "C3", "C301", "C30100", "0000000001", "7B22", "00000000017B"})
  void bytesThatAreNoRecordAreUndecodable(String hex) {
    assertUndecodable(HexFormat.of().parseHex(hex));
  }

  @Test
  void aRecordWithBytesLeftOverIsUndecodable() {
    byte[] bytes = written(state("acme"));

    assertUndecodable(Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Test
  void aLengthBeyondTheBytesIsRefusedBeforeMemoryIsTaken() {
    byte[] header = Arrays.copyOf(written(state("acme")), 10);
    // A string of 2 GB, says its length.
    byte[] lie = ByteBuffer.allocate(15).put(header).put(new byte[] {-2, -1, -1, -1, 15}).array();

    assertUndecodable(lie);
  }

  @Test
  void damagedBytesAreUndecodableOrARecordAndNothingElse() {
    var random = new Random(42);
    byte[] good =
        written(
            Topics.TOOL_CALL_REQUESTED.name(),
            ToolCallRequested.newBuilder()
                .setCallId("call")
                .setConnection("acme")
                .setCaller("ann")
                .setTool("gong_list_calls")
                .setOperation("GET /v2/calls")
                .setEffect(Effect.READ)
                .setCallClass(CallClass.INTERACTIVE)
                .setRequest(
                    GongRequest.newBuilder()
                        .setMethod("GET")
                        .setPath("/v2/calls")
                        .setQuery(List.of(new QueryParameter("limit", "1")))
                        .build())
                .setRequestedAt(Instant.EPOCH)
                .setDeadline(Instant.EPOCH)
                .build());
    int undecodable = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = Arrays.copyOf(good, good.length - (round % 5 == 0 ? random.nextInt(9) : 0));
      for (int hits = random.nextInt(4); hits >= 0; hits--) {
        damaged[10 + random.nextInt(damaged.length - 10)] = (byte) random.nextInt();
      }
      try {
        assertThat(deserializer.deserialize(Topics.TOOL_CALL_REQUESTED.name(), damaged))
            .isNotNull();
      } catch (UndecodableRecordException expected) {
        undecodable++;
      }
    }
    assertThat(undecodable).isBetween(1_000, 19_999);
  }

  @Test
  void theReasonHoldsNothingOfTheRecord() {
    byte[] bytes = "c3 Cecilia said a secret".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
        .message()
        .doesNotContain("secret");
  }

  private void assertUndecodable(byte[] bytes) {
    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
        .isInstanceOf(UndecodableRecordException.class)
        .hasNoCause();
  }

  private byte[] written(QuotaState state) {
    return written(TOPIC, state);
  }

  private byte[] written(String topic, SpecificRecord record) {
    return Objects.requireNonNull(serializer.serialize(topic, record));
  }

  static QuotaState state(String connection) {
    return QuotaState.newBuilder()
        .setConnection(connection)
        .setPerSecond(3)
        .setPerDay(10_000)
        .setSpent(1)
        .setLeft(9_999)
        .setAt(Instant.EPOCH)
        .build();
  }
}
