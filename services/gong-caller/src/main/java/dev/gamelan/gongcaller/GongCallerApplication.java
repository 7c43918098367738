package dev.gamelan.gongcaller;

import dev.gamelan.schemas.Topics;
import dev.gamelan.topics.TopicsUsed;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

/** The only process that speaks to Gong. */
@SpringBootApplication
public class GongCallerApplication {
  public static void main(String[] arguments) {
    new SpringApplicationBuilder(GongCallerApplication.class)
        .properties("spring.config.name=gong-caller")
        .run(arguments);
  }

  @Bean
  TopicsUsed topicsUsed() {
    return new TopicsUsed(
        List.of(
            Topics.TOOL_CALL_REQUESTED,
            Topics.TOOL_CALL_CANCELLED,
            Topics.UPLOAD_CHUNK,
            Topics.GOVERNANCE),
        List.of(
            Topics.TOOL_CALL_REQUESTED,
            Topics.TOOL_CALL_COMPLETED,
            Topics.QUOTA_SPENT,
            Topics.AUDIT,
            Topics.LANE_STATE,
            Topics.CONNECTION_STATE));
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** For what is left to chance, so that a simulation can repeat it. */
  @Bean
  RandomGenerator dice() {
    return () -> ThreadLocalRandom.current().nextLong();
  }
}
