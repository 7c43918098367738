package dev.gamelan.schemas;

import static dev.gamelan.schemas.RecordsOnTheWireTest.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryTest {
  private static final String TOPIC = Topics.QUOTA_STATE.name();
  private static final String ASK = "GET /api/schemas/ids/";

  private StubRegistry stub;
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void start() throws IOException {
    stub = new StubRegistry();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void aRecordCarriesTheIdThatTheRegistryGave() {
    stub.know("{\"type\":\"string\"}");

    byte[] bytes = serializer().serialize(TOPIC, state("acme"));

    assertThat(bytes).isNotNull().startsWith(0, 0, 0, 0, 2);
    assertThat(stub.asked).containsExactly("POST /api/subjects/gong.quota.state-value/versions");
    assertThat(deserializer().deserialize(TOPIC, bytes)).isEqualTo(state("acme"));
  }

  @Test
  void theRegisteredSchemaSaysNothingOfJava() {
    serializer().serialize(TOPIC, state("acme"));

    assertThat(QuotaState.getClassSchema().toString()).contains("avro.java.string");
    assertThat(stub.schemas()).singleElement().asString().doesNotContain("avro.java");
  }

  @Test
  void eachSchemaIsAskedForOnceByHoweverManyThreads() throws InterruptedException {
    var serializer = serializer();
    var deserializer = deserializer();
    Callable<Object> roundTrip =
        () -> deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, state("acme")));
    try (var threads = Executors.newFixedThreadPool(8)) {
      var results = threads.invokeAll(Stream.generate(() -> roundTrip).limit(64).toList());
      assertThat(results).allSatisfy(each -> assertThat(each.resultNow()).isEqualTo(state("acme")));
    }

    assertThat(stub.asked)
        .containsExactly("POST /api/subjects/gong.quota.state-value/versions", ASK + "1");
  }

  @Test
  void aReaderWithARegistryReadsSingleObjectsToo() {
    byte[] bytes = new RecordSerializer().serialize(TOPIC, state("acme"));

    assertThat(deserializer().deserialize(TOPIC, bytes)).isEqualTo(state("acme"));
    assertThat(stub.asked).isEmpty();
  }

  @Test
  void aReaderWithoutARegistrySaysThatItNeedsOne() {
    byte[] bytes = serializer().serialize(TOPIC, state("acme"));

    assertThatThrownBy(() -> new RecordDeserializer().deserialize(TOPIC, bytes))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("gamelan.schema-registry.url is not set");
  }

  @Test
  void whatIsKnownServesWhileTheRegistryIsAwayAndTheRestIsRefusedAsRetryable() {
    var serializer = serializer();
    var deserializer = deserializer();
    byte[] bytes = serializer.serialize(TOPIC, state("acme"));
    deserializer.deserialize(TOPIC, bytes);
    stub.close();

    assertThat(deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, state("again"))))
        .isEqualTo(state("again"));
    assertThatThrownBy(() -> deserializer().deserialize(TOPIC, bytes))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("does not answer");
    assertThatThrownBy(() -> serializer().serialize(TOPIC, state("acme")))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void aRegistryThatIsAwayIsNotAskedByEachRecordOfABatch() {
    var registry = stub.client(() -> now);
    stub.failNext(503, 100);

    assertThatThrownBy(() -> registry.schemaOf(1)).isInstanceOf(RegistryUnavailableException.class);
    int asked = stub.asked.size();
    assertThatThrownBy(() -> registry.schemaOf(1)).isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> registry.schemaOf(2)).isInstanceOf(RegistryUnavailableException.class);
    assertThat(stub.asked).hasSize(asked);

    now = now.plus(SchemaRegistry.AWAY_STAYS_AWAY);
    stub.failNext(0, 0);
    assertThat(registry.schemaOf(1)).isEmpty();
  }

  @Test
  void aStumblingRegistryIsAskedAgainAtOnce() {
    stub.failNext(500, 2);

    assertThat(serializer().serialize(TOPIC, state("acme"))).startsWith(0, 0, 0, 0, 1);
    assertThat(stub.asked).hasSize(3);
  }

  @Test
  void anUnknownIdIsUndecodableAndAskedAgainOnlyAfterAWhile() {
    var registry = stub.client(() -> now);

    assertThat(registry.schemaOf(7)).isEmpty();
    assertThat(registry.schemaOf(7)).isEmpty();
    assertThat(stub.asked).containsExactly(ASK + "7");

    now = now.plus(SchemaRegistry.UNKNOWN_STAYS_UNKNOWN);
    assertThat(registry.schemaOf(7)).isEmpty();
    assertThat(stub.asked).hasSize(2);
    assertThatThrownBy(() -> deserializer().deserialize(TOPIC, confluent(7)))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("knows no Avro schema 7");
  }

  @Test
  void anotherRecordsSchemaIsUndecodableThoughItsFieldsWouldFit() {
    stub.know(WireSchema.of(QuotaState.getClassSchema()).toString().replace("QuotaState", "Other"));
    byte[] bytes = Objects.requireNonNull(new RecordSerializer().serialize(TOPIC, state("acme")));
    byte[] body = Arrays.copyOfRange(bytes, 10, bytes.length);

    assertThatThrownBy(
            () ->
                deserializer()
                    .deserialize(
                        TOPIC,
                        ByteBuffer.allocate(5 + body.length).put(confluent(1)).put(body).array()))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("but a dev.gamelan.schemas.Other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "{\"type\":\"object\"}", "{\"type\":\"record\"}"})
  void anIdOfSomethingElseThanAvroIsUndecodable(String schema) {
    stub.know(schema);

    assertThatThrownBy(() -> deserializer().deserialize(TOPIC, confluent(1)))
        .isInstanceOf(UndecodableRecordException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 404, 500})
  void whatSaysNothingOfTheIdIsNoReasonToGiveTheRecordUp(int status) {
    stub.failure = "<html>not the registry</html>";
    stub.failNext(status, 3);

    assertThatThrownBy(() -> deserializer().deserialize(TOPIC, confluent(1)))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("HTTP " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 422})
  void aRefusedSchemaIsRefusedForGoodAndSaysWhy(int status) {
    stub.failure = "{\"error_code\":409,\"message\":\"y lacks a default\"}";
    stub.failNext(status, 1);

    assertThatThrownBy(() -> serializer().serialize(TOPIC, state("acme")))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("gong.quota.state-value")
        .hasMessageContaining("y lacks a default");
  }

  @Test
  void aLoginIsSentAndNeverShown() {
    Map<String, Object> configuration = new HashMap<>(stub.configuration());
    configuration.put(RegistrySettings.USERNAME, "ann");
    configuration.put(RegistrySettings.PASSWORD, "hidden");
    var serializer = new RecordSerializer();
    serializer.configure(configuration, false);
    serializer.serialize(TOPIC, state("acme"));

    assertThat(stub.authorizations).containsExactly("Basic YW5uOmhpZGRlbg==");
    assertThat(RegistrySettings.of(configuration).orElseThrow().toString())
        .doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry:8080", "ftp://registry", "http://ann:pw@registry", "http://"})
  void aUrlThatCannotWorkIsRefusedAtOnce(String url) {
    assertThatThrownBy(
            () -> new RecordSerializer().configure(Map.of(RegistrySettings.URL, url), false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("gamelan.schema-registry.url must be");
  }

  @Test
  void anEmptyUrlIsNone() {
    assertThat(RegistrySettings.of(Map.of(RegistrySettings.URL, " "))).isEmpty();
  }

  @Test
  void aSilentRegistryIsGivenUpInTime() throws IOException {
    try (var silent = new ServerSocket(0)) {
      var client =
          new RegistryClient(
              RegistrySettings.of(
                      Map.of(RegistrySettings.URL, "http://localhost:" + silent.getLocalPort()))
                  .orElseThrow(),
              Duration.ofMillis(100));
      var schema = Schema.create(Schema.Type.STRING);
      long start = System.nanoTime();
      assertThatThrownBy(() -> client.register("s", schema))
          .isInstanceOf(RegistryUnavailableException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("three attempts")
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  private RecordSerializer serializer() {
    var serializer = new RecordSerializer();
    serializer.configure(stub.configuration(), false);
    return serializer;
  }

  private RecordDeserializer deserializer() {
    var deserializer = new RecordDeserializer();
    deserializer.configure(stub.configuration(), false);
    return deserializer;
  }

  private static byte[] confluent(int id) {
    return WireFormat.CONFLUENT.header(id);
  }
}
