package dev.gamelan.topics;

import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.RegistrySettings;
import dev.gamelan.schemas.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.support.serializer.ErrorHandlingDeserializer;

/**
 * Gives configuration files the topics' names ({@code gamelan.topics.<key>}), and every service the
 * same careful bindings and the same log, so that no YAML file spells a topic or a serializer.
 */
final class TopicDefaults implements EnvironmentPostProcessor {
  private static final String STREAM = "spring.cloud.stream.";
  private static final String PRODUCER = STREAM + "kafka.default.producer.";
  private static final String CONSUMER = STREAM + "kafka.default.consumer.";

  /**
   * A record is sent to all replicas or refused within 15 s: 5 s to find the broker, 10 s to
   * deliver. LZ4 is the codec that needs no native library.
   */
  static final Map<String, String> CAREFUL_PRODUCER =
      Map.of(
          ProducerConfig.ACKS_CONFIG, "all",
          ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000",
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000",
          ProducerConfig.LINGER_MS_CONFIG, "0",
          ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(TopicCreation.LARGEST_RECORD));

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Map<String, Object> defaults = new LinkedHashMap<>();
    Topics.ALL.forEach(topic -> defaults.put("gamelan.topics." + topic.key(), topic.name()));

    List.of(RegistrySettings.URL, RegistrySettings.USERNAME, RegistrySettings.PASSWORD)
        .forEach(key -> defaults.put("spring.kafka.properties." + key, "${" + key + ":}"));

    // A binding that cannot be made stops the start, instead of being made some time later.
    defaults.put(STREAM + "binding-retry-interval", "0");
    defaults.put(STREAM + "kafka.binder.auto-create-topics", "false");
    defaults.put(STREAM + "kafka.binder.enable-observation", "true");
    defaults.put(STREAM + "default.producer.use-native-encoding", "true");
    defaults.put(STREAM + "default.consumer.use-native-decoding", "true");
    // One attempt at the binding: the container's error handler repeats without losing its place.
    defaults.put(STREAM + "default.consumer.max-attempts", "1");

    // A send returns once all replicas have the record: an offset is never ahead of its outputs.
    defaults.put(PRODUCER + "sync", "true");
    CAREFUL_PRODUCER.forEach(
        (key, value) -> defaults.put(PRODUCER + "configuration." + key, value));
    defaults.put(PRODUCER + "configuration.key.serializer", StringSerializer.class.getName());
    defaults.put(PRODUCER + "configuration.value.serializer", RecordSerializer.class.getName());

    defaults.put(CONSUMER + "configuration.key.deserializer", StringDeserializer.class.getName());
    defaults.put(
        CONSUMER + "configuration.value.deserializer", ErrorHandlingDeserializer.class.getName());
    defaults.put(
        CONSUMER + "configuration." + ErrorHandlingDeserializer.VALUE_DESERIALIZER_CLASS,
        RecordDeserializer.class.getName());

    // In seconds: readiness says soon that the broker is away.
    defaults.put(STREAM + "kafka.binder.health-timeout", "2");

    // What callers hang on to a trace does not travel with records.
    defaults.put("management.tracing.baggage.enabled", "false");

    defaults.put("logging.structured.format.console", "ecs");
    defaults.put("logging.level.org.apache.kafka", "warn");
    // Warns each time the lag is measured of partitions that are another consumer's.
    defaults.put(
        "logging.level.org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils", "error");

    environment.getPropertySources().addLast(new MapPropertySource("gamelan topics", defaults));
  }
}
