package dev.gamelan.toolrouter.mcp;

import dev.gamelan.schemas.EdgeSignal;
import dev.gamelan.toolrouter.mcp.offer.LogLevel;
import dev.gamelan.toolrouter.mcp.session.Session;
import dev.gamelan.toolrouter.mcp.session.SessionNotes;
import dev.gamelan.toolrouter.mcp.signal.Signals;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What a session of the old era asks to be kept in mind, which all instances then do. */
@Component
final class SessionWishes {
  private static final int LONGEST_URI = 2048;

  private final Signals signals;
  private final SessionNotes notes;

  SessionWishes(Signals signals, SessionNotes notes) {
    this.signals = signals;
    this.notes = notes;
  }

  McpOutcome setLevel(McpRequest request) {
    String level = request.params().path("level").asString("");
    return LogLevel.of(level).isEmpty()
        ? McpError.invalidParams("The params need a level, from debug to emergency.")
        : note(request, EdgeSignal.LOG_LEVEL_SET, level);
  }

  McpOutcome subscribe(McpRequest request) {
    return ofResource(request, EdgeSignal.RESOURCE_SUBSCRIBED);
  }

  McpOutcome unsubscribe(McpRequest request) {
    return ofResource(request, EdgeSignal.RESOURCE_UNSUBSCRIBED);
  }

  private McpOutcome ofResource(McpRequest request, EdgeSignal signal) {
    JsonNode uri = request.params().path("uri");
    return uri.isString() && uri.stringValue().length() <= LONGEST_URI
        ? note(request, signal, uri.stringValue())
        : McpError.invalidParams("The params need the uri of a resource.");
  }

  private McpOutcome note(McpRequest request, EdgeSignal signal, String subject) {
    Session session = request.session();
    if (session == null) {
      return McpError.invalidRequest(
          "This is kept in mind for a session: send the Mcp-Session-Id that initialize gave you.");
    }
    notes.heard(signals.ofSession(signal, session.caller(), session.id(), subject));
    return McpMethods.nothing();
  }
}
