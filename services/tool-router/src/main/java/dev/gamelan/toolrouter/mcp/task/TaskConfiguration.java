package dev.gamelan.toolrouter.mcp.task;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the tasks together with the door they go out by. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TaskProperties.class)
class TaskConfiguration {
  @Bean
  Tasks tasks(
      TaskNotedPublisher publisher, TaskHandles handles, TaskProperties properties, Clock clock) {
    return new Tasks(publisher::publish, handles, properties, clock);
  }
}
