package dev.gamelan.audit.trail;

import dev.gamelan.audit.Meters;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.Topics;
import dev.gamelan.topics.TopicsUsed;
import dev.gamelan.topics.UnusableRecordException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Hands each event to the trail; its offset is committed only after it is durable. */
@Configuration(proxyBeanMethods = false)
class AuditListener {
  @Bean
  TopicsUsed topicsUsed() {
    return new TopicsUsed(List.of(Topics.AUDIT), List.of());
  }

  @Bean
  Consumer<Message<?>> auditEvents(Trail trail, MeterRegistry registry) {
    Counter unusable = Meters.EVENTS_UNUSABLE.counter(registry);
    return message -> {
      Optional<String> objection = objectionTo(message.getPayload());
      if (objection.isPresent()) {
        unusable.increment();
        throw new UnusableRecordException("The event cannot be kept: " + objection.get());
      }
      trail.append((AuditEvent) message.getPayload());
    };
  }

  /** A record without a value arrives here too, as something that is no event. */
  private static Optional<String> objectionTo(Object payload) {
    return payload instanceof AuditEvent event
        ? Usability.objectionTo(event)
        : Optional.of("it holds nothing");
  }
}
