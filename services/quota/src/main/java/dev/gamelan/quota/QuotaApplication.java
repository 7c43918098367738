package dev.gamelan.quota;

import dev.gamelan.quota.time.Times;
import dev.gamelan.schemas.Topics;
import dev.gamelan.topics.TopicsUsed;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Decides when a request may go to Gong. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class QuotaApplication {
  public static void main(String[] arguments) {
    new SpringApplicationBuilder(QuotaApplication.class)
        .properties("spring.config.name=quota")
        .run(arguments);
  }

  @Bean
  TopicsUsed topicsUsed() {
    return new TopicsUsed(
        List.of(Topics.QUOTA_SPENT, Topics.QUOTA_LIMITS),
        List.of(Topics.QUOTA_STATE, Topics.QUOTA_SPENT, Topics.QUOTA_LIMITS, Topics.AUDIT));
  }

  @Bean
  @ConditionalOnMissingBean
  Times times() {
    return new Times(System::nanoTime, InstantSource.system());
  }
}
