package dev.gamelan.topics;

import dev.gamelan.schemas.Topic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Creates the topics a service declares, before it binds to them; existing ones stay as they are.
 */
final class TopicCreation implements SmartInitializingSingleton {
  /** A record of 8 MB and what surrounds it, even if it does not compress. */
  static final int LARGEST_RECORD = 9 * 1024 * 1024;

  /** Any record with the headers that say why it is here. */
  static final int LARGEST_DEAD_LETTER = LARGEST_RECORD + 1024 * 1024;

  private static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(14);

  private final Map<String, Object> client;
  private final TopicsUsed topics;
  private final TopicCreationProperties properties;

  TopicCreation(Map<String, Object> client, TopicsUsed topics, TopicCreationProperties properties) {
    this.client = client;
    this.topics = topics;
    this.properties = properties;
  }

  @Override
  public void afterSingletonsInstantiated() {
    int patience = Math.toIntExact(properties.patience().toMillis());
    Map<String, NewTopic> missing = needed();
    try (Admin admin = Admin.create(client)) {
      Set<String> existing =
          done(admin.listTopics(new ListTopicsOptions().timeoutMs(patience)).names());
      missing.keySet().removeAll(existing);
      admin
          .createTopics(missing.values(), new CreateTopicsOptions().timeoutMs(patience))
          .values()
          .forEach((name, creation) -> created(creation));
    } catch (KafkaException problem) {
      throw new TopicsMissingException(
          String.valueOf(client.get("bootstrap.servers")), properties.patience(), problem);
    }
  }

  Map<String, NewTopic> needed() {
    Map<String, NewTopic> needed = new LinkedHashMap<>();
    topics.written().forEach(topic -> needed.put(topic.name(), declared(topic)));
    topics
        .read()
        .forEach(
            topic -> {
              needed.put(topic.name(), declared(topic));
              needed.put(topic.deadLetters(), deadLetters(topic));
            });
    return needed;
  }

  private NewTopic declared(Topic<?> topic) {
    var retention = topic.retention();
    return topic(topic.name(), topic.partitions())
        .configs(
            retention == null
                ? Map.of(
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    String.valueOf(LARGEST_RECORD),
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT)
                : kept(topic, retention));
  }

  /** Kafka deletes whole segments: where the size has a bound, they are small and short. */
  private static Map<String, String> kept(Topic<?> topic, Duration retention) {
    Map<String, String> settings = new LinkedHashMap<>(kept(retention, LARGEST_RECORD));
    Long bytes = topic.partitionBytes();
    if (bytes != null) {
      settings.put(TopicConfig.RETENTION_BYTES_CONFIG, bytes.toString());
      settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(bytes / 16));
      settings.put(TopicConfig.SEGMENT_MS_CONFIG, String.valueOf(retention.toMillis() / 4));
    }
    return settings;
  }

  private NewTopic deadLetters(Topic<?> topic) {
    return topic(topic.deadLetters(), 1).configs(kept(DEAD_LETTERS_KEPT, LARGEST_DEAD_LETTER));
  }

  private NewTopic topic(String name, int partitions) {
    short factor = properties.replicationFactor();
    return new NewTopic(
        name, Optional.of(partitions), factor < 1 ? Optional.empty() : Optional.of(factor));
  }

  private static Map<String, String> kept(Duration retention, int largest) {
    return Map.of(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        String.valueOf(largest),
        TopicConfig.RETENTION_MS_CONFIG,
        String.valueOf(retention.toMillis()));
  }

  /** Another service may have been faster. */
  private static void created(KafkaFuture<Void> creation) {
    try {
      done(creation);
    } catch (TopicExistsException fine) {
      // as wanted
    }
  }

  private static <T> T done(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted", stopping);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof KafkaException problem
          ? problem
          : new KafkaException(failed.getCause());
    }
  }
}
