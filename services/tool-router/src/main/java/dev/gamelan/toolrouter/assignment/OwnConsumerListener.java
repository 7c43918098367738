package dev.gamelan.toolrouter.assignment;

import dev.gamelan.topics.FailureWithoutPayload;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/**
 * A consumer in a thread of its own, for what no binding does: without a group, or before the doors
 * open. Where the broker is away it begins anew until it is stopped.
 */
public final class OwnConsumerListener {
  private static final Logger log = LoggerFactory.getLogger(OwnConsumerListener.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final Map<String, Object> settings;
  private final Reading reading;
  private volatile boolean running;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> polled;
  private @Nullable Thread thread;

  /** Reads, decoding by itself what it reads. */
  public interface Reading {
    /** Returns once {@code goesOn} says no; called again where it fails. */
    void read(KafkaConsumer<byte[], byte[]> consumer, BooleanSupplier goesOn);
  }

  /**
   * @param own settings that only this consumer has
   */
  public OwnConsumerListener(
      String name, KafkaProperties kafka, Map<String, Object> own, Reading reading) {
    this.name = name;
    this.reading = reading;
    settings = new HashMap<>(kafka.buildConsumerProperties());
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.putAll(own);
  }

  public void start() {
    running = true;
    thread = Thread.ofPlatform().name(name).daemon().start(this::follow);
  }

  private void follow() {
    while (running) {
      try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
        polled = consumer;
        reading.read(consumer, this::isRunning);
      } catch (WakeupException stopping) {
        // running says whether it is meant
      } catch (RuntimeException brokerAway) {
        log.warn("{} cannot be read", name, FailureWithoutPayload.of(brokerAway));
        pause();
      } finally {
        polled = null;
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  public void stop() {
    running = false;
    KafkaConsumer<byte[], byte[]> consumer = polled;
    if (consumer != null) {
      consumer.wakeup();
    }
    Thread following = thread;
    if (following != null) {
      try {
        following.join(STOP_PATIENCE);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }
  }

  public boolean isRunning() {
    return running;
  }
}
