package dev.gamelan.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;

/** The plain way to ask over Kafka: one request topic, one reply topic, an echo behind them. */
final class KafkaEcho implements AutoCloseable {
  private static final String REQUESTS = "benchmark.requests";
  private static final String REPLIES = "benchmark.replies";

  private final DefaultKafkaProducerFactory<String, String> producers;
  private final ConcurrentMessageListenerContainer<String, String> echo;
  private final ReplyingKafkaTemplate<String, String, String> template;

  KafkaEcho(String servers) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(
              List.of(new NewTopic(REQUESTS, 1, (short) 1), new NewTopic(REPLIES, 1, (short) 1)))
          .all()
          .get();
    }
    producers =
        new DefaultKafkaProducerFactory<>(
            Map.of("bootstrap.servers", servers, "acks", "all", "linger.ms", 0),
            new StringSerializer(),
            new StringSerializer());
    var answers = new KafkaTemplate<>(producers);
    var request = new ContainerProperties(REQUESTS);
    request.setGroupId("benchmark-echo");
    request.setMessageListener(
        (MessageListener<String, String>)
            received -> {
              var reply = new ProducerRecord<>(REPLIES, received.key(), received.value());
              reply.headers().add(received.headers().lastHeader(KafkaHeaders.CORRELATION_ID));
              answers.send(reply).join();
            });
    echo = new ConcurrentMessageListenerContainer<>(consumers(servers), request);
    var reply = new ContainerProperties(REPLIES);
    reply.setGroupId("benchmark-asker");
    template =
        new ReplyingKafkaTemplate<>(
            producers, new ConcurrentMessageListenerContainer<>(consumers(servers), reply));
    echo.start();
    template.start();
    if (!template.waitForAssignment(java.time.Duration.ofSeconds(30))) {
      throw new IllegalStateException("The reply topic was not assigned within 30 s");
    }
  }

  private static DefaultKafkaConsumerFactory<String, String> consumers(String servers) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", servers);
    settings.put("auto.offset.reset", "earliest");
    return new DefaultKafkaConsumerFactory<>(
        settings, new StringDeserializer(), new StringDeserializer());
  }

  void roundTrip() throws Exception {
    template
        .sendAndReceive(new ProducerRecord<>(REQUESTS, "default", "a short request"))
        .get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    template.destroy();
    echo.stop();
    producers.destroy();
  }
}
