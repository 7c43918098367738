package dev.gamelan.gongcaller.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.testing.Surroundings;
import dev.gamelan.topics.testing.WithBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaAdmin;

/** Two members of a group whose sessions outlive any test, and the looks of one of them. */
@WithBroker
class PresenceIT {
  private static final String SESSION_MILLIS = String.valueOf(Duration.ofMinutes(20).toMillis());

  private static EmbeddedPostgres database;
  private static Admin admin;

  private final String group = "callers-" + UUID.randomUUID();
  private final PresenceLocks one = locks("one");
  private final PresenceLocks two = locks("two");
  private final CallerGroup callers =
      new CallerGroup(
          new KafkaAdmin(Map.of("bootstrap.servers", Surroundings.servers())), properties("two"));
  private final PresenceWatch watch = new PresenceWatch(two, callers, properties("two"));

  @BeforeAll
  static void start() throws Exception {
    database = EmbeddedPostgres.start();
    admin = Admin.create(Map.of("bootstrap.servers", Surroundings.servers()));
    admin.createTopics(List.of(new NewTopic("presence", 2, (short) 1))).all().get();
  }

  @AfterAll
  static void stop() throws IOException {
    admin.close();
    database.close();
  }

  @BeforeEach
  void oneIsThere() throws Exception {
    join("one");
    assertThat(one.there()).containsExactly(PresenceLocks.keyOf("one"));
    watch.look();
    assertThat(members()).containsOnlyKeys("one-0");
  }

  @AfterEach
  void leave() {
    one.letGo();
    two.letGo();
    callers.close();
  }

  @Test
  void whoIsGoneIsPutOutOfTheGroupLongBeforeKafkaMissesIt() throws Exception {
    one.letGo();

    watch.look();

    assertThat(members()).isEmpty();
  }

  @Test
  void whoCameBackBeforeTheNextLookStays() throws Exception {
    Map<String, String> before = members();
    one.letGo();
    assertThat(one.there()).isNotNull();

    watch.look();

    assertThat(members()).isEqualTo(before);
  }

  @Test
  void whereTheDatabaseThrowsOutAllNobodyIsTakenForGone() throws Exception {
    Map<String, String> before = members();
    JdbcClient.create(database.getTemplateDatabase())
        .sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres'")
        .query()
        .listOfRows();

    watch.look();
    watch.look();
    assertThat(one.there()).isNull();
    assertThat(one.there()).hasSize(2);
    watch.look();

    assertThat(members()).isEqualTo(before);
  }

  @Test
  void whoWasGoneBeforeTheFirstLookIsLeftToKafka() throws Exception {
    one.letGo();
    var later = new PresenceWatch(locks("three"), callers, properties("three"));

    later.look();
    later.look();

    assertThat(members()).containsOnlyKeys("one-0");
    later.stop();
  }

  /** Under the name of a gong-caller, as one that died right after its last word to Kafka. */
  private void join(String instance) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            Surroundings.servers(),
            ConsumerConfig.GROUP_ID_CONFIG,
            group,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            "classic",
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            instance + "-0",
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            SESSION_MILLIS,
            ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
            SESSION_MILLIS,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("presence"));
      while (consumer.groupMetadata().memberId().isEmpty() || consumer.assignment().isEmpty()) {
        consumer.poll(Duration.ofMillis(100));
      }
    }
  }

  /** Names of members and what Kafka calls them, which is another name after each joining. */
  private Map<String, String> members() throws Exception {
    return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
        .flatMap(description -> description.members().stream())
        .collect(
            Collectors.toMap(
                member -> member.groupInstanceId().orElseThrow(), MemberDescription::consumerId));
  }

  private PresenceLocks locks(String instance) {
    return new PresenceLocks(database.getPostgresDatabase(), properties(instance));
  }

  private PresenceProperties properties(String instance) {
    return new PresenceProperties(instance, group, Duration.ofMillis(50), Duration.ofSeconds(10));
  }
}
