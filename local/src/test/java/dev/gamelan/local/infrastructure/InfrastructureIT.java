package dev.gamelan.local.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfrastructureIT {
  @TempDir private Path folder;

  @Test
  void theBrokerKeepsItsRecordsOverARestart() throws Exception {
    try (var broker = Broker.start(folder, FreePort.find())) {
      try (var admin = Admin.create(Map.of("bootstrap.servers", broker.servers()))) {
        admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
      }
      try (var producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", broker.servers()),
              new StringSerializer(),
              new StringSerializer())) {
        producer.send(new ProducerRecord<>("kept", "a value")).get();
      }
    }
    try (var broker = Broker.start(folder, FreePort.find());
        var consumer =
            new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.servers()),
                new StringDeserializer(),
                new StringDeserializer())) {
      var partition = new TopicPartition("kept", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<String> values = new ArrayList<>();
      long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (values.isEmpty() && System.nanoTime() < giveUp) {
        consumer.poll(Duration.ofMillis(200)).forEach(received -> values.add(received.value()));
      }
      assertThat(values).containsExactly("a value");
    }
  }

  @Test
  void postgresKeepsItsRowsOverARestart() throws Exception {
    try (var postgres = Postgres.start(folder);
        var connection = DriverManager.getConnection(postgres.database("kept"), "kept", "");
        var statement = connection.createStatement()) {
      statement.executeUpdate("create table notes (note text)");
      statement.executeUpdate("insert into notes values ('a row')");
    }
    try (var postgres = Postgres.start(folder);
        var connection = DriverManager.getConnection(postgres.database("kept"), "kept", "");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select note from notes")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("a row");
    }
  }
}
