package dev.gamelan.topics;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.schemas.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

class BrokerAwayTest {
  @Test
  void aServiceDoesNotStartWithoutItsTopicsAndSaysWhatToDo() throws IOException {
    String nobody = nobodyListens();
    var creation =
        new TopicCreation(
            Map.of("bootstrap.servers", nobody),
            new TopicsUsed(List.of(Topics.AUDIT), List.of()),
            new TopicCreationProperties((short) -1, Duration.ofMillis(300)));

    assertThatThrownBy(creation::afterSingletonsInstantiated)
        .isInstanceOfSatisfying(
            TopicsMissingException.class,
            missing -> {
              assertThat(missing).hasMessageContaining("Kafka broker " + nobody);
              assertThat(new TopicsMissingAnalyzer().analyze(missing))
                  .extracting(FailureAnalysis::getAction, as(InstanceOfAssertFactories.STRING))
                  .contains("spring.kafka.bootstrap-servers");
            });
  }

  @Test
  void aSendWithoutABrokerFailsInTime() throws IOException {
    Map<String, Object> configuration = new HashMap<>(TopicDefaults.CAREFUL_PRODUCER);
    configuration.put("bootstrap.servers", nobodyListens());
    try (var producer =
        new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer())) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("any", "value")).get())
          .hasCauseInstanceOf(TimeoutException.class)
          .hasMessageContaining("not present in metadata after 5000 ms");
    }
  }

  private static String nobodyListens() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return "localhost:" + socket.getLocalPort();
    }
  }
}
