package dev.gamelan.toolrouter.mcp.signal;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the signals together with the door they go out by. */
@Configuration(proxyBeanMethods = false)
class SignalConfiguration {
  @Bean
  Signals signals(EdgeSignalledPublisher publisher, Clock clock) {
    return new Signals(publisher::publish, clock);
  }
}
