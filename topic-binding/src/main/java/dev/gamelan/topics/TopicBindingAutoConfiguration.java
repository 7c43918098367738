package dev.gamelan.topics;

import dev.gamelan.schemas.RecordDeserializer;
import io.micrometer.observation.ObservationRegistry;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.config.ConsumerEndpointCustomizer;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.context.IntegrationContextUtils;
import org.springframework.integration.kafka.inbound.KafkaMessageDrivenChannelAdapter;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Creates the topics a service declares, gives each of its listeners the dead-letter handling, and
 * keeps records out of the log.
 */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
@ConditionalOnBean(TopicsUsed.class)
@EnableConfigurationProperties({TopicCreationProperties.class, SchemaRegistryProperties.class})
class TopicBindingAutoConfiguration {
  @Bean
  TopicCreation topicCreation(
      KafkaAdmin admin, TopicsUsed topics, TopicCreationProperties properties) {
    return new TopicCreation(admin.getConfigurationProperties(), topics, properties);
  }

  /** For a service that leaves a topic's bytes as they are and decodes some of them itself. */
  @Bean
  RecordDeserializer recordDeserializer(KafkaProperties kafka) {
    var deserializer = new RecordDeserializer();
    deserializer.configure(kafka.buildConsumerProperties(), false);
    return deserializer;
  }

  @Bean
  DeadLetters deadLetters(KafkaProperties kafka) {
    return new DeadLetters(kafka.buildProducerProperties(), kafka.buildConsumerProperties());
  }

  @Bean
  TopicWriter topicWriter(KafkaProperties kafka, ObjectProvider<ObservationRegistry> observations) {
    return new TopicWriter(
        kafka.buildProducerProperties(),
        observations.getIfAvailable(() -> ObservationRegistry.NOOP));
  }

  @Bean
  ListenerFailures listenerFailures() {
    return new ListenerFailures();
  }

  @Bean
  ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> deadLetterHandling(
      TopicsUsed topics, DeadLetters deadLetters, ListenerFailures failures) {
    return (container, destination, group) -> {
      requireDeclared(topics, destination);
      var handler =
          new DefaultErrorHandler(
              (record, failure) -> deadLetters.keep(record, failure, group), untilItWorks());
      handler.setClassifications(Map.of(), true);
      handler.setBackOffFunction(
          (record, failure) ->
              Reason.isForDeadLetters(failure) ? new FixedBackOff(0, 0) : untilItWorks());
      handler.setRetryListeners(failures);
      // Who acknowledges by hand has earlier records under way, whose offsets must not be passed.
      handler.setAckAfterHandle(!byHand(container.getContainerProperties().getAckMode()));
      container.setCommonErrorHandler(handler);
      if (topics.read().stream()
          .anyMatch(topic -> topic.name().equals(destination) && topic.compacted())) {
        passOverTombstones(container);
      } else {
        refuseEmptyRecords(container);
      }
    };
  }

  private static void requireDeclared(TopicsUsed topics, String destination) {
    if (topics.read().stream().noneMatch(topic -> topic.name().equals(destination))) {
      throw new IllegalStateException(destination + " is read but not declared in TopicsUsed");
    }
  }

  /** No writer of ours writes one, and a listener would fail with it again and again. */
  private static <K, V> void refuseEmptyRecords(AbstractMessageListenerContainer<K, V> container) {
    container.setRecordInterceptor(
        (record, consumer) -> {
          if (record.value() == null) {
            throw new UnusableRecordException("It is empty");
          }
          return record;
        });
  }

  /** What is deleted from a compacted topic was said to be so by the record before. */
  private static <K, V> void passOverTombstones(AbstractMessageListenerContainer<K, V> container) {
    container.setRecordInterceptor((record, consumer) -> record.value() == null ? null : record);
  }

  private static boolean byHand(AckMode mode) {
    return mode == AckMode.MANUAL || mode == AckMode.MANUAL_IMMEDIATE;
  }

  private static BackOff untilItWorks() {
    var backOff = new ExponentialBackOff(100, 2);
    backOff.setMaxInterval(10_000);
    return backOff;
  }

  @Bean
  ConsumerEndpointCustomizer<KafkaMessageDrivenChannelAdapter<?, ?>> failuresWithoutPayload(
      ListenerFailures failures) {
    return (adapter, destination, group) -> adapter.setErrorChannel(failures);
  }

  /** Replaces Spring Integration's own, whose one subscriber logs payloads. */
  @Bean(IntegrationContextUtils.ERROR_CHANNEL_BEAN_NAME)
  PublishSubscribeChannel errorChannel() {
    var channel = new PublishSubscribeChannel();
    channel.subscribe(ListenerFailures::log);
    return channel;
  }

  /** Replaces spring-kafka's own, which logs the key and the payload of what could not be sent. */
  @Bean
  QuietProducerListener<Object, Object> producerListener() {
    return new QuietProducerListener<>();
  }
}
