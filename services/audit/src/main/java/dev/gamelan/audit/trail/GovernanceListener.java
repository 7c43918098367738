package dev.gamelan.audit.trail;

import dev.gamelan.schemas.GovernanceEvent;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/**
 * Hands each event of governance to the trail, with its place in the log. The topic is one
 * partition, so they come one after the other, however many consumers there are.
 */
@Configuration(proxyBeanMethods = false)
class GovernanceListener {
  @Bean
  Consumer<Message<GovernanceEvent>> governanceEvents(GovernanceTrail trail) {
    return message -> {
      Long offset = message.getHeaders().get(KafkaHeaders.OFFSET, Long.class);
      trail.follow(Objects.requireNonNull(offset), message.getPayload());
    };
  }
}
