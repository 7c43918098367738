package dev.gamelan.toolrouter.policy.guard;

import dev.gamelan.toolrouter.policy.Judge;
import dev.gamelan.toolrouter.policy.PolicyReader;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the engine available to the service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PolicyProperties.class)
class PolicyConfiguration {
  @Bean
  PolicyReader policyReader() {
    return new PolicyReader();
  }

  @Bean
  Judge policyJudge(PolicyProperties properties) {
    return new Judge(properties.patience());
  }
}
