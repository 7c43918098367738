package dev.gamelan.benchmarks.peer;

import dev.gamelan.benchmarks.load.Door;
import dev.gamelan.benchmarks.load.Question;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;

/** Asks the usual consumer by a ReplyingKafkaTemplate. */
public final class FifoDoor implements Door, AutoCloseable {
  private final DefaultKafkaProducerFactory<String, String> producers;
  private final ReplyingKafkaTemplate<String, String, String> template;

  public FifoDoor(String servers, Duration patience) throws Exception {
    FifoService.createTopics(servers);
    producers =
        new DefaultKafkaProducerFactory<>(
            Map.of("bootstrap.servers", servers, "acks", "all", "linger.ms", 0),
            new StringSerializer(),
            new StringSerializer());
    var replies = new ContainerProperties(FifoService.REPLIES);
    replies.setGroupId("peer-asker");
    template =
        new ReplyingKafkaTemplate<>(
            producers,
            new ConcurrentMessageListenerContainer<>(
                FifoService.consumers(servers, Map.of()), replies));
    template.setDefaultReplyTimeout(patience);
    template.start();
    if (!template.waitForAssignment(Duration.ofSeconds(30))) {
      throw new IllegalStateException("The reply topic was not assigned within 30 s");
    }
  }

  @Override
  public CompletableFuture<Reply> ask(Question question) {
    CompletableFuture<?> asked =
        template.sendAndReceive(
            new ProducerRecord<>(FifoService.REQUESTS, "default", FifoService.written(question)));
    return asked.handle(
        (answer, late) ->
            answer instanceof org.apache.kafka.clients.consumer.ConsumerRecord<?, ?> record
                ? read(String.valueOf(record.value()))
                : new Reply(0, String.valueOf(late)));
  }

  private static Reply read(String value) {
    String[] parts = value.split("\n", 2);
    return new Reply(Integer.parseInt(parts[0]), parts[1]);
  }

  @Override
  public void close() {
    template.destroy();
    producers.destroy();
  }
}
