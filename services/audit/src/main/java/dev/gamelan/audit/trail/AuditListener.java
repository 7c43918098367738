package dev.gamelan.audit.trail;

import dev.gamelan.audit.Meters;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.GovernanceEvent;
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
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/** Hands each event to the trail; its offset is committed only after it is durable. */
@Configuration(proxyBeanMethods = false)
class AuditListener {
  @Bean
  TopicsUsed topicsUsed() {
    return new TopicsUsed(List.of(Topics.AUDIT, Topics.GOVERNANCE), List.of());
  }

  @Bean
  Consumer<AuditEvent> auditEvents(Trail trail, MeterRegistry registry) {
    Counter unusable = Meters.EVENTS_UNUSABLE.counter(registry);
    return event -> {
      Optional<String> objection = Usability.objectionTo(event);
      if (objection.isPresent()) {
        unusable.increment();
        throw new UnusableRecordException("The event cannot be kept: " + objection.get());
      }
      trail.append(event);
    };
  }

  /** Offsets are committed only after what an event changed is durable. */
  @Bean
  Consumer<Message<GovernanceEvent>> governanceEvents(GovernanceTrail governance) {
    return message -> {
      Long offset = message.getHeaders().get(KafkaHeaders.OFFSET, Long.class);
      governance.follow(offset == null ? -1 : offset, message.getPayload());
    };
  }
}
