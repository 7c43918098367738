package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.dispatch.LaterCalls;
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

  /** The same call with an id of its own and more time: one whose answer is asked for later. */
  public ToolCall later(ToolCall call, Duration patience) {
    return new ToolCall(
        LaterCalls.newId(),
        call.caller(),
        call.connection(),
        call.tool(),
        call.arguments(),
        call.requestedAt(),
        call.requestedAt().plus(bounded(patience)),
        call.client(),
        call.traceHeaders());
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
