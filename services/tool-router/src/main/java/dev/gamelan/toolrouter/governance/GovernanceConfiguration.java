package dev.gamelan.toolrouter.governance;

import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what follows from being governed. */
@Configuration(proxyBeanMethods = false)
class GovernanceConfiguration {
  @Bean
  ClientsSeen clientsSeen(
      GovernanceLog log, Governance governance, ExecutorService blocking, Clock clock) {
    return new ClientsSeen(log, governance, blocking, clock);
  }
}
