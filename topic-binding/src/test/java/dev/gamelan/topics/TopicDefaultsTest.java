package dev.gamelan.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

class TopicDefaultsTest {
  private final MockEnvironment environment = new MockEnvironment();
  private final ApplicationContextRunner configured =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @EnableConfigurationProperties({TopicCreationProperties.class, SchemaRegistryProperties.class})
  static class Properties {}

  @ParameterizedTest
  @CsvSource({
    "gamelan.topics.tool-call-requested, gong.tool-call.requested",
    "gamelan.topics.tool-call-cancelled, gong.tool-call.cancelled",
    "gamelan.topics.tool-call-completed, gong.tool-call.completed",
    "gamelan.topics.quota-spent, gong.quota.spent",
    "gamelan.topics.quota-state, gong.quota.state",
    "gamelan.topics.lane-state, gong.lane.state",
    "gamelan.topics.audit, gong.audit",
    "spring.cloud.stream.kafka.default.producer.sync, true",
    "spring.cloud.stream.kafka.default.producer.configuration.acks, all",
    "spring.cloud.stream.kafka.default.producer.configuration.max.block.ms, 5000",
    "spring.cloud.stream.kafka.default.producer.configuration.delivery.timeout.ms, 10000",
    "spring.cloud.stream.kafka.default.producer.configuration.max.request.size, 9437184",
    "spring.cloud.stream.kafka.default.producer.configuration.compression.type, lz4",
    "spring.cloud.stream.kafka.binder.auto-create-topics, false",
    "spring.cloud.stream.binding-retry-interval, 0",
    "spring.cloud.stream.kafka.binder.health-timeout, 2",
    "logging.structured.format.console, ecs",
    "logging.level.org.apache.kafka, warn",
    "logging.level.org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils, error",
    "spring.kafka.properties.gamelan.schema-registry.url, ''",
  })
  void givesEveryServiceTheSame(String key, String value) {
    new TopicDefaults().postProcessEnvironment(environment, new SpringApplication());

    assertThat(environment.getProperty(key)).isEqualTo(value);
  }

  @Test
  void handsTheRegistryOnToEveryKafkaClient() {
    environment.setProperty("gamelan.schema-registry.url", "http://registry");
    new TopicDefaults().postProcessEnvironment(environment, new SpringApplication());

    assertThat(environment.getProperty("spring.kafka.properties.gamelan.schema-registry.url"))
        .isEqualTo("http://registry");
  }

  @Test
  void yieldsToWhatAServiceSays() {
    environment.setProperty("spring.cloud.stream.kafka.default.producer.sync", "false");
    new TopicDefaults().postProcessEnvironment(environment, new SpringApplication());

    assertThat(environment.getProperty("spring.cloud.stream.kafka.default.producer.sync"))
        .isEqualTo("false");
  }

  @Test
  void topicsAreCreatedWithTheBrokersReplicationUnlessToldOtherwise() {
    configured.run(
        context ->
            assertThat(context.getBean(TopicCreationProperties.class))
                .isEqualTo(new TopicCreationProperties((short) -1, Duration.ofSeconds(30))));
    configured
        .withPropertyValues(
            "gamelan.topic-creation.replication-factor=3", "gamelan.topic-creation.patience=2m")
        .run(
            context ->
                assertThat(context.getBean(TopicCreationProperties.class))
                    .isEqualTo(new TopicCreationProperties((short) 3, Duration.ofMinutes(2))));
    assertThat(needed((short) -1))
        .extractingByKey("gong.audit")
        .returns((short) -1, NewTopic::replicationFactor);
    assertThat(needed((short) 3))
        .extractingByKey("gong.audit")
        .returns((short) 3, NewTopic::replicationFactor);
  }

  @Test
  void aReadTopicIsCreatedAsDeclaredAndWithItsDeadLetters() {
    Map<String, NewTopic> needed = needed((short) -1);

    assertThat(needed).containsOnlyKeys("gong.audit", "gong.audit.dlt", "gong.lane.state");
    assertThat(needed)
        .extractingByKey("gong.audit")
        .returns(12, NewTopic::numPartitions)
        .returns(
            Map.of("max.message.bytes", "9437184", "retention.ms", "2592000000"),
            NewTopic::configs);
    assertThat(needed)
        .extractingByKey("gong.audit.dlt")
        .returns(1, NewTopic::numPartitions)
        .returns(
            Map.of("max.message.bytes", "10485760", "retention.ms", "1209600000"),
            NewTopic::configs);
    assertThat(needed)
        .extractingByKey("gong.lane.state")
        .returns(
            Map.of("max.message.bytes", "9437184", "cleanup.policy", "compact"), NewTopic::configs);
  }

  @Test
  void aTopicOfBoundedSizeIsDeletedInSmallPieces() {
    assertThat(
            new TopicCreation(
                    Map.of(),
                    new TopicsUsed(List.of(), List.of(Topics.UPLOAD_CHUNK)),
                    new TopicCreationProperties((short) -1, Duration.ofSeconds(1)))
                .needed()
                .get("gong.upload.chunk"))
        .returns(
            Map.of(
                "max.message.bytes", "9437184",
                "retention.ms", "3600000",
                "retention.bytes", "2147483648",
                "segment.bytes", "134217728",
                "segment.ms", "900000"),
            NewTopic::configs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gamelan.schema-registry.uri", "gamelan.topic-creation.replicas"})
  void aKeyThatDoesNotExistStopsTheStart(String key) {
    configured
        .withPropertyValues(key + "=x")
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(key));
  }

  @Test
  void theRegistrysPasswordIsNotShown() {
    assertThat(new SchemaRegistryProperties("http://registry", "ann", "hidden").toString())
        .doesNotContain("hidden");
  }

  private static Map<String, NewTopic> needed(short replicationFactor) {
    return new TopicCreation(
            Map.of(),
            new TopicsUsed(List.of(Topics.AUDIT), List.of(Topics.LANE_STATE)),
            new TopicCreationProperties(replicationFactor, Duration.ofSeconds(1)))
        .needed();
  }
}
