package dev.gamelan.toolrouter.audit;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the refusals together with the door they go out by. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditProperties.class)
class AuditConfiguration {
  @Bean
  Refusals refusals(AuditPublisher trail, AuditProperties properties, MeterRegistry meters) {
    return new Refusals(trail::write, properties, meters);
  }
}
