package dev.gamelan.benchmarks.peer;

import dev.gamelan.benchmarks.load.DirectDoor;
import dev.gamelan.benchmarks.load.Question;
import io.github.bucket4j.Bucket;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * The usual consumer: takes one request after the other from a topic, waits for its limiter, asks
 * Gong, replies, and commits afterwards (at least once).
 */
public final class FifoService implements AutoCloseable {
  static final String REQUESTS = "peer.requests";
  static final String REPLIES = "peer.replies";
  private static final String END = "\n";

  private final String gong;
  private final @Nullable Bucket limiter;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final DefaultKafkaProducerFactory<String, String> producers;
  private final KafkaTemplate<String, String> answers;
  private final ConcurrentMessageListenerContainer<String, String> container;

  /**
   * @param spacing between two requests to Gong; zero where there is no limit
   * @param more settings of the consumer's, over Kafka's own defaults
   */
  public FifoService(String servers, String gong, Duration spacing, Map<String, String> more) {
    this.gong = gong;
    limiter =
        spacing.isZero()
            ? null
            : Bucket.builder()
                .addLimit(limit -> limit.capacity(1).refillGreedy(1, spacing))
                .build();
    producers =
        new DefaultKafkaProducerFactory<>(
            Map.of("bootstrap.servers", servers, "acks", "all", "linger.ms", 0),
            new StringSerializer(),
            new StringSerializer());
    answers = new KafkaTemplate<>(producers);
    var properties = new ContainerProperties(REQUESTS);
    properties.setGroupId("peer");
    // Afterwards means after each record, so that no more than one is done again.
    properties.setAckMode(ContainerProperties.AckMode.RECORD);
    properties.setMessageListener((MessageListener<String, String>) this::serve);
    container = new ConcurrentMessageListenerContainer<>(consumers(servers, more), properties);
    container.start();
  }

  public static void createTopics(String servers) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(
              List.of(new NewTopic(REQUESTS, 1, (short) 1), new NewTopic(REPLIES, 1, (short) 1)))
          .all()
          .get();
    } catch (java.util.concurrent.ExecutionException problem) {
      if (!(problem.getCause() instanceof TopicExistsException)) {
        throw problem;
      }
    }
  }

  static DefaultKafkaConsumerFactory<String, String> consumers(
      String servers, Map<String, String> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", servers);
    settings.put("auto.offset.reset", "earliest");
    return new DefaultKafkaConsumerFactory<>(
        settings, new StringDeserializer(), new StringDeserializer());
  }

  /** As it travels: method, target and body. */
  static String written(Question question) {
    String body = question.body() == null ? "" : question.body();
    return question.method() + END + question.target() + END + body;
  }

  private static Question read(String value) {
    String[] parts = value.split(END, 3);
    return new Question("", "", "", parts[0], parts[1], parts[2].isEmpty() ? null : parts[2]);
  }

  private void serve(ConsumerRecord<String, String> received) {
    String reply;
    try {
      if (limiter != null) {
        limiter.asBlocking().consume(1);
      }
      var answer =
          http.send(
              DirectDoor.request(gong, read(received.value())),
              HttpResponse.BodyHandlers.ofString());
      reply = answer.statusCode() + END + answer.body();
    } catch (IOException broken) {
      reply = "0" + END + broken;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped", stopped);
    }
    Header correlation = received.headers().lastHeader(KafkaHeaders.CORRELATION_ID);
    if (correlation != null) {
      var record = new ProducerRecord<>(REPLIES, received.key(), reply);
      record.headers().add(correlation);
      answers.send(record).join();
    }
  }

  @Override
  public void close() {
    container.stopAbnormally(() -> {});
    http.shutdownNow();
    producers.destroy();
  }
}
