package dev.gamelan.audit.trail;

import dev.gamelan.schemas.Topics;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.annotation.Bean;

/** The topics that the service reads. */
@TestConfiguration(proxyBeanMethods = false)
class FollowedTopics {
  @Bean
  FollowedTopic auditTopic(
      @Value("${spring.kafka.bootstrap-servers}") String servers,
      BindingsLifecycleController bindings) {
    return new FollowedTopic(Topics.AUDIT, "auditEvents-in-0", "audit", servers, bindings);
  }

  @Bean
  FollowedTopic governanceTopic(
      @Value("${spring.kafka.bootstrap-servers}") String servers,
      BindingsLifecycleController bindings) {
    return new FollowedTopic(
        Topics.GOVERNANCE, "governanceEvents-in-0", "audit.governance", servers, bindings);
  }
}
