package dev.gamelan.toolrouter.mcp.task;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a client that takes tasks gets one, and how long and how many are kept.
 *
 * @param after how long an answer may be expected to take before it is a task
 * @param deadline how long the call behind a task may wait for its turn
 * @param lifetime how long a task is found, from its beginning on
 * @param kept how many tasks there may be
 * @param keptPerCaller and of one caller
 * @param poll how often a client is told to ask
 * @param patience how long an instance that has not heard of a genuine task yet waits for it
 */
@ConfigurationProperties(prefix = "gamelan.tasks", ignoreUnknownFields = false)
public record TaskProperties(
    @DefaultValue("10s") Duration after,
    @DefaultValue("10m") Duration deadline,
    @DefaultValue("30m") Duration lifetime,
    @DefaultValue("10000") int kept,
    @DefaultValue("50") int keptPerCaller,
    @DefaultValue("2s") Duration poll,
    @DefaultValue("5s") Duration patience) {
  private static final Duration LONGEST = Duration.ofHours(23);

  public TaskProperties {
    if (lifetime.compareTo(deadline) < 0 || lifetime.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "gamelan.tasks.lifetime must be at least the deadline and at most 23 h, for the topic"
              + " keeps a day");
    }
  }
}
