package dev.gamelan.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.QuotaState;
import dev.gamelan.schemas.Topics;
import dev.gamelan.topics.testing.WithBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

@WithBroker
@SpringBootTest(
    properties = {
      "spring.main.web-application-type=none",
      "spring.cloud.function.definition=quotaState",
      "spring.cloud.stream.bindings.quotaState-in-0.destination=${gamelan.topics.quota-state}",
      "spring.cloud.stream.bindings.quotaState-in-0.group=topic-binding-it",
      "spring.cloud.stream.output-bindings=written",
      "spring.cloud.stream.bindings.written.destination=${gamelan.topics.quota-state}"
    })
class TopicBindingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Autowired private StreamBridge bridge;
  @Autowired private Reader reader;

  @Configuration
  @EnableAutoConfiguration
  static class Reader {
    private final ConcurrentLinkedQueue<QuotaState> received = new ConcurrentLinkedQueue<>();

    @Bean
    TopicsUsed topicsUsed() {
      return new TopicsUsed(List.of(Topics.QUOTA_STATE), List.of(Topics.QUOTA_STATE));
    }

    @Bean
    Consumer<Message<QuotaState>> quotaState() {
      return message -> {
        if (message.getPayload().getConnection().equals("unusable")) {
          throw new UnusableRecordException("names no connection");
        }
        received.add(message.getPayload());
      };
    }
  }

  @Test
  void badRecordsGoToTheDeadLettersAndTheNextOneIsRead() {
    String servers = System.getProperty("spring.kafka.bootstrap-servers");
    byte[] poison = "no Avro at all".getBytes(StandardCharsets.UTF_8);
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", servers),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Topics.QUOTA_STATE.name(), "poison", poison)).resultNow();
    } catch (IllegalStateException stillUnderWay) {
      // closing the producer has waited for it
    }
    send("unusable");
    send("good");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(reader.received)
                    .extracting(QuotaState::getConnection)
                    .containsExactly("good"));

    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", servers,
                "group.id", "dead-letter-reader",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Topics.QUOTA_STATE.deadLetters()));
      var letters = new ConcurrentLinkedQueue<byte[]>();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                consumer
                    .poll(Duration.ofMillis(200))
                    .forEach(
                        letter -> {
                          letters.add(letter.value());
                          assertThat(
                                  letter.headers().lastHeader(KafkaHeaders.DLT_EXCEPTION_MESSAGE))
                              .isNotNull();
                        });
                assertThat(letters).hasSize(2);
              });
      assertThat(letters.peek()).isEqualTo(poison);
    }
  }

  private void send(String connection) {
    var state =
        QuotaState.newBuilder()
            .setConnection(connection)
            .setPerSecond(3)
            .setPerDay(10_000)
            .setSpent(0)
            .setLeft(10_000)
            .setAt(Instant.EPOCH)
            .build();
    assertThat(
            bridge.send(
                "written",
                MessageBuilder.withPayload(state).setHeader(KafkaHeaders.KEY, connection).build()))
        .isTrue();
  }
}
