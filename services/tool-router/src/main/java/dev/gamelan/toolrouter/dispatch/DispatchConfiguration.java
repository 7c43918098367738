package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.RegistrySettings;
import dev.gamelan.toolrouter.audit.AuditPublisher;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the dispatcher together with the doors it sends through. */
@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {
  /** The listener leaves the bytes as they are, so decoding is set up here. */
  @Bean
  RecordDeserializer completedDeserializer(Environment environment) {
    Map<String, String> registry = new HashMap<>();
    for (String key :
        List.of(RegistrySettings.URL, RegistrySettings.USERNAME, RegistrySettings.PASSWORD)) {
      registry.put(key, environment.getProperty(key, ""));
    }
    RecordDeserializer deserializer = new RecordDeserializer();
    deserializer.configure(registry, false);
    return deserializer;
  }

  @Bean
  Dispatcher dispatcher(
      PendingCalls pending,
      AuditPublisher trail,
      ToolCallRequestedPublisher requested,
      ToolCallCancelledPublisher cancelled,
      ExecutorService blocking,
      DispatchProperties properties,
      Clock clock) {
    return new Dispatcher(
        pending,
        trail::admitted,
        requested::publish,
        cancelled::publish,
        blocking,
        properties.grace(),
        clock);
  }
}
