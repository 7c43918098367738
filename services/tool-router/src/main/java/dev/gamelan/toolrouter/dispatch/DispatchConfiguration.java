package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.toolrouter.audit.AuditPublisher;
import dev.gamelan.toolrouter.governance.Governance;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the dispatcher together with the doors it sends through. */
@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {
  @Bean
  CompletedCalls completedCalls(
      PendingCalls pending,
      RecentCompletions recent,
      LaterEndings later,
      EarlierCompletionListener topic,
      RecordDeserializer deserializer) {
    return new CompletedCalls(pending, recent, later, topic::read, deserializer);
  }

  @Bean
  Dispatcher dispatcher(
      PendingCalls pending,
      AuditPublisher trail,
      ToolCallRequestedPublisher requested,
      ToolCallCancelledPublisher cancelled,
      Governance governance,
      ExecutorService blocking,
      DispatchProperties properties,
      Clock clock) {
    return new Dispatcher(
        pending,
        trail::admitted,
        requested::publish,
        cancelled::publish,
        connection -> governance.rules().isStopped(connection),
        blocking,
        properties.grace(),
        clock);
  }
}
