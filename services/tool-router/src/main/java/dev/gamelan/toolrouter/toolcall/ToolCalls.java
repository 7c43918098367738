package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.StoredFile;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.KeyArgument;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.connected.ConnectionsSeen;
import dev.gamelan.toolrouter.dispatch.LaterCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final ConnectionsSeen seen;
  private final Catalog catalog;
  private final Clock clock;

  ToolCalls(ToolCallProperties properties, ConnectionsSeen seen, Catalog catalog, Clock clock) {
    this.properties = properties;
    this.seen = seen;
    this.catalog = catalog;
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
    String key = catalog.find(tool).map(known -> KeyArgument.in(known, arguments)).orElse(null);
    return new ToolCall(
        UUID.randomUUID().toString(),
        caller,
        connection == null ? connection() : connection,
        tool,
        key == null || arguments == null ? arguments : KeyArgument.without(arguments),
        now,
        now.plus(bounded(patience == null ? properties.deadline() : patience)),
        client,
        CallClass.INTERACTIVE,
        traceHeaders,
        false,
        null,
        null,
        key);
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
        call.callClass(),
        call.traceHeaders(),
        call.confirmed(),
        call.file(),
        call.maxAge(),
        call.key());
  }

  /**
   * The same call now that its file is there: its time counts from here.
   *
   * @param patience as in {@link #begin}
   * @param transfer what the file alone may take, beyond that
   */
  public ToolCall whole(
      ToolCall call,
      JsonNode arguments,
      StoredFile file,
      @Nullable Duration patience,
      Duration transfer) {
    Instant now = clock.instant();
    return new ToolCall(
        call.callId(),
        call.caller(),
        call.connection(),
        call.tool(),
        arguments,
        now,
        now.plus(bounded(patience == null ? properties.deadline() : patience)).plus(transfer),
        call.client(),
        call.callClass(),
        call.traceHeaders(),
        call.confirmed(),
        file,
        call.maxAge(),
        call.key());
  }

  /** The connection that is meant where none is named. */
  public String connection() {
    return properties.connections().getFirst();
  }

  /** All that may be called: those of the settings first, then those gong-caller tells of. */
  public List<String> connections() {
    Set<String> all = new LinkedHashSet<>(properties.connections());
    all.addAll(seen.names());
    all.removeIf(seen::isDeleted);
    return List.copyOf(all);
  }

  public boolean knowsConnection(String connection) {
    return !seen.isDeleted(connection)
        && (properties.connections().contains(connection) || seen.find(connection).isPresent());
  }

  /** Why a connection cannot be called; null where it can. */
  Decision.@Nullable Refused refusalOf(String connection, Tool tool) {
    if (!knowsConnection(connection)) {
      return Decision.Refused.forGood(
          tool,
          Outcome.UNKNOWN_CONNECTION,
          "There is no connection of this name. Leave it out for the usual one.",
          "There is no connection of this name.");
    }
    if (seen.isPaused(connection)) {
      String sentence =
          "This Gong connection is paused by its administrator, so Gong is not asked.";
      return Decision.Refused.forGood(
          tool,
          Outcome.CONNECTION_PAUSED,
          sentence + " Trying again helps once it is resumed, not before.",
          sentence);
    }
    return null;
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
