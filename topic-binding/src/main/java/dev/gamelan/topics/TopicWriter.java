package dev.gamelan.topics;

import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.Topic;
import io.micrometer.observation.ObservationRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Writes records without waiting for one before the next, so that many that are under way together
 * cost the broker's answer once. Bindings, whose sends wait, are for what comes one by one.
 */
public final class TopicWriter implements AutoCloseable {
  private final DefaultKafkaProducerFactory<String, SpecificRecord> producers;
  private final KafkaTemplate<String, SpecificRecord> template;

  TopicWriter(Map<String, Object> configured, ObservationRegistry observations) {
    producers = new DefaultKafkaProducerFactory<>(careful(configured));
    template = new KafkaTemplate<>(producers);
    template.setProducerListener(new QuietProducerListener<>());
    template.setObservationEnabled(true);
    template.setObservationRegistry(observations);
    template.afterSingletonsInstantiated();
  }

  private static Map<String, Object> careful(Map<String, Object> configured) {
    Map<String, Object> producer = new HashMap<>(TopicDefaults.CAREFUL_PRODUCER);
    producer.putAll(configured);
    producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, RecordSerializer.class);
    return producer;
  }

  /**
   * Continues the trace that the calling thread is in. Blocks only where the broker has not been
   * found yet, at most {@code max.block.ms}.
   *
   * @return done when all replicas have the record; failed where that is not known
   */
  public <V extends SpecificRecord> CompletableFuture<Void> write(
      Topic<V> topic, String key, V record) {
    return place(topic, key, record).thenApply(placed -> null);
  }

  /** Where on its topic a record is. */
  public record Place(int partition, long offset) {}

  /** As {@link #write}, and says where the record is. */
  public <V extends SpecificRecord> CompletableFuture<Place> place(
      Topic<V> topic, String key, V record) {
    try {
      return template
          .send(topic.name(), key, record)
          .thenApply(
              sent ->
                  new Place(
                      sent.getRecordMetadata().partition(), sent.getRecordMetadata().offset()));
    } catch (KafkaException | org.springframework.kafka.KafkaException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  @Override
  public void close() {
    producers.destroy();
  }
}
