package dev.gamelan.topics;

import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.Topic;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Creates the topics a service declares and gives each of its listeners the dead-letter handling.
 */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnBean(TopicsUsed.class)
class TopicBindingAutoConfiguration {
  /** The largest record: an answer of 8 MB and what surrounds it, even if it does not compress. */
  private static final String MAX_MESSAGE_BYTES = String.valueOf(9 * 1024 * 1024);

  @Bean
  KafkaAdmin.NewTopics topicsUsedByThisService(TopicsUsed topics) {
    Map<String, NewTopic> needed = new LinkedHashMap<>();
    Stream.concat(topics.read().stream(), topics.written().stream())
        .map(TopicBindingAutoConfiguration::declared)
        .forEach(topic -> needed.put(topic.name(), topic));
    topics.read().stream()
        .map(TopicBindingAutoConfiguration::deadLetters)
        .forEach(topic -> needed.put(topic.name(), topic));
    return new KafkaAdmin.NewTopics(needed.values().toArray(NewTopic[]::new));
  }

  private static NewTopic declared(Topic<?> topic) {
    var builder =
        TopicBuilder.name(topic.name())
            .partitions(topic.partitions())
            .config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, MAX_MESSAGE_BYTES);
    var retention = topic.retention();
    return retention == null
        ? builder.compact().build()
        : builder
            .config(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(retention.toMillis()))
            .build();
  }

  private static NewTopic deadLetters(Topic<?> topic) {
    return TopicBuilder.name(topic.deadLetters())
        .partitions(1)
        .config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, MAX_MESSAGE_BYTES)
        .config(
            TopicConfig.RETENTION_MS_CONFIG,
            String.valueOf(java.time.Duration.ofDays(14).toMillis()))
        .build();
  }

  @Bean
  ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> deadLetterHandling(
      KafkaProperties kafka) {
    var deadLetters = deadLetters(kafka);
    return (container, destination, group) -> {
      var backOff = new ExponentialBackOff(100, 2);
      backOff.setMaxInterval(10_000);
      var handler = new DefaultErrorHandler(deadLetters, backOff);
      handler.addNotRetryableExceptions(UnusableRecordException.class);
      // Where a service commits by hand, records before a dead letter may still be under way.
      handler.setAckAfterHandle(
          container.getContainerProperties().getAckMode() != ContainerProperties.AckMode.MANUAL);
      container.setCommonErrorHandler(handler);
    };
  }

  /** Undecodable bytes go out as they came in; a decoded but unusable record is encoded again. */
  private static DeadLetterPublishingRecoverer deadLetters(KafkaProperties kafka) {
    Map<Class<?>, KafkaOperations<?, ?>> templates = new LinkedHashMap<>();
    templates.put(byte[].class, template(kafka, new ByteArraySerializer()));
    templates.put(Object.class, template(kafka, new RecordSerializer()));
    return new DeadLetterPublishingRecoverer(
        templates, (received, problem) -> new TopicPartition(received.topic() + ".dlt", 0));
  }

  private static <V> KafkaTemplate<String, V> template(
      KafkaProperties kafka, Serializer<V> serializer) {
    return new KafkaTemplate<>(
        new DefaultKafkaProducerFactory<>(
            new HashMap<>(kafka.buildProducerProperties()), new StringSerializer(), serializer));
  }
}
