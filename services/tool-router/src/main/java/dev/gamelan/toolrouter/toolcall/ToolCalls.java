package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.identity.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Gives each call its id, its connection and its deadline. */
@Component
@EnableConfigurationProperties(ToolCallProperties.class)
public final class ToolCalls {
  private final ToolCallProperties properties;
  private final Clock clock;

  ToolCalls(ToolCallProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * @param connection null means the first one
   * @param patience null means the default; anything else is brought within the bounds
   */
  public ToolCall begin(
      Caller caller,
      String tool,
      @Nullable JsonNode arguments,
      @Nullable String connection,
      @Nullable Duration patience,
      @Nullable String client,
      Map<String, String> traceHeaders) {
    Instant now = clock.instant();
    return new ToolCall(
        UUID.randomUUID().toString(),
        caller,
        connection == null ? connection() : connection,
        tool,
        arguments,
        now,
        now.plus(bounded(patience == null ? properties.deadline() : patience)),
        client,
        traceHeaders);
  }

  /** The connection that is meant where none is named. */
  public String connection() {
    return properties.connections().getFirst();
  }

  boolean knowsConnection(String connection) {
    return properties.connections().contains(connection);
  }

  private Duration bounded(Duration patience) {
    if (patience.compareTo(properties.shortestDeadline()) < 0) {
      return properties.shortestDeadline();
    }
    return patience.compareTo(properties.longestDeadline()) > 0
        ? properties.longestDeadline()
        : patience;
  }
}
