package dev.gamelan.topics;

import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.Topics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.support.serializer.ErrorHandlingDeserializer;

/**
 * Gives configuration files the topics' names ({@code gamelan.topics.<key>}) and every binding the
 * same careful defaults, so that no YAML file spells a topic or a serializer.
 */
final class TopicDefaults implements EnvironmentPostProcessor {
  private static final String STREAM = "spring.cloud.stream.";
  private static final String PRODUCER = STREAM + "kafka.default.producer.";
  private static final String CONSUMER = STREAM + "kafka.default.consumer.";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Map<String, Object> defaults = new LinkedHashMap<>();
    Topics.ALL.forEach(topic -> defaults.put("gamelan.topics." + topic.key(), topic.name()));

    defaults.put(STREAM + "kafka.binder.auto-create-topics", "false");
    defaults.put(STREAM + "kafka.binder.enable-observation", "true");
    defaults.put(STREAM + "default.producer.use-native-encoding", "true");
    defaults.put(STREAM + "default.consumer.use-native-decoding", "true");
    // One attempt at the binding: the container's error handler repeats without losing its place.
    defaults.put(STREAM + "default.consumer.max-attempts", "1");

    // A send returns once all replicas have the record: an offset is never ahead of its outputs.
    defaults.put(PRODUCER + "sync", "true");
    defaults.put(PRODUCER + "configuration.acks", "all");
    defaults.put(PRODUCER + "configuration.key.serializer", StringSerializer.class.getName());
    defaults.put(PRODUCER + "configuration.value.serializer", RecordSerializer.class.getName());

    defaults.put(CONSUMER + "configuration.key.deserializer", StringDeserializer.class.getName());
    defaults.put(
        CONSUMER + "configuration.value.deserializer", ErrorHandlingDeserializer.class.getName());
    defaults.put(
        CONSUMER + "configuration." + ErrorHandlingDeserializer.VALUE_DESERIALIZER_CLASS,
        RecordDeserializer.class.getName());

    environment.getPropertySources().addLast(new MapPropertySource("gamelan topics", defaults));
  }
}
