package dev.gamelan.audit.trail;

import dev.gamelan.audit.Meters;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.Topics;
import dev.gamelan.topics.TopicsUsed;
import dev.gamelan.topics.UnusableRecordException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.messaging.Message;

/** Hands each batch of events to the trail; offsets are committed only after it returns. */
@Configuration(proxyBeanMethods = false)
class AuditListener {
  @Bean
  TopicsUsed topicsUsed() {
    return new TopicsUsed(List.of(Topics.AUDIT), List.of());
  }

  @Bean
  Consumer<Message<List<Object>>> auditEvents(Trail trail, MeterRegistry registry) {
    Counter unusable = Meters.EVENTS_UNUSABLE.counter(registry);
    return batch -> {
      List<AuditEvent> events = new ArrayList<>();
      for (Object payload : batch.getPayload()) {
        Optional<String> objection = objectionTo(payload);
        if (objection.isPresent()) {
          // What stands before it is kept first: the batch goes on behind the dead letter.
          trail.append(events);
          unusable.increment();
          throw unusable(objection.get(), events.size());
        }
        events.add((AuditEvent) payload);
      }
      trail.append(events);
    };
  }

  /** Bytes that nobody can decode arrive here as no event at all. */
  private static Optional<String> objectionTo(Object payload) {
    return payload instanceof AuditEvent event
        ? Usability.objectionTo(event)
        : Optional.of("it cannot be decoded");
  }

  private static BatchListenerFailedException unusable(String objection, int index) {
    String sentence = "The event cannot be kept: " + objection;
    return new BatchListenerFailedException(sentence, new UnusableRecordException(sentence), index);
  }
}
