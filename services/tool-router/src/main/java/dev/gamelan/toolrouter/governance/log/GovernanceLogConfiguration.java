package dev.gamelan.toolrouter.governance.log;

import dev.gamelan.toolrouter.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the log together with the door its events go out by. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GovernanceLogProperties.class)
class GovernanceLogConfiguration {
  @Bean
  GovernanceLog governanceLog(
      GovernancePublisher publisher,
      GovernanceLogProperties properties,
      MeterRegistry meters,
      Clock clock) {
    GovernanceLog log = new GovernanceLog(publisher::publish, properties.patience(), clock);
    Meters.GOVERNANCE_VERSION.gauge(meters, () -> log.state().version());
    return log;
  }
}
