package dev.gamelan.toolrouter.mcp.question;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Puts the open questions together with the door by which answers are passed on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QuestionProperties.class)
class QuestionConfiguration {
  @Bean
  OpenQuestions openQuestions(
      ClientAnsweredPublisher publisher,
      QuestionProperties properties,
      JsonMapper mapper,
      MeterRegistry meters,
      Clock clock) {
    return new OpenQuestions(publisher::publish, properties, mapper, meters, clock);
  }
}
