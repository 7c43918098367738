package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.offer.Era;
import dev.gamelan.toolrouter.mcp.offer.LogLevel;
import dev.gamelan.toolrouter.mcp.question.Asker;
import dev.gamelan.toolrouter.mcp.session.ClientCapabilities;
import dev.gamelan.toolrouter.mcp.session.Session;
import dev.gamelan.toolrouter.mcp.session.SessionNotes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads from a request's metadata, or from its session, what its sender can and wants to hear. */
@Component
final class Askers {
  private static final String META_LOG_LEVEL = "io.modelcontextprotocol/logLevel";
  private static final int LONGEST_TRACE_HEADER = 512;
  private static final int LONGEST_TOKEN = 256;

  private final SessionNotes notes;

  Askers(SessionNotes notes) {
    this.notes = notes;
  }

  Asker of(McpRequest request) {
    JsonNode meta = request.params().path("_meta");
    return new Asker(
        request.caller(),
        request.connection(),
        request.client(),
        traceHeaders(meta),
        AnswerAge.most(meta),
        capabilities(request, meta),
        progressToken(meta.path("progressToken")),
        level(request, meta));
  }

  private static ClientCapabilities capabilities(McpRequest request, JsonNode meta) {
    Session session = request.session();
    return request.era() == Era.MODERN
        ? ClientCapabilities.of(meta.path(EraRules.META_CAPABILITIES))
        : session == null ? ClientCapabilities.NONE : session.capabilities();
  }

  private @Nullable LogLevel level(McpRequest request, JsonNode meta) {
    Session session = request.session();
    return request.era() == Era.MODERN
        ? LogLevel.of(meta.path(META_LOG_LEVEL).asString("")).orElse(null)
        : session == null ? LogLevel.INFO : notes.level(session.id());
  }

  private static @Nullable JsonNode progressToken(JsonNode token) {
    boolean valid =
        (token.isIntegralNumber() && token.canConvertToLong())
            || (token.isString() && token.stringValue().length() <= LONGEST_TOKEN);
    return valid ? token : null;
  }

  private static Map<String, String> traceHeaders(JsonNode meta) {
    if (!meta.path("traceparent").isString()) {
      return Map.of();
    }
    Map<String, String> headers = new HashMap<>();
    for (String key : List.of("traceparent", "tracestate", "baggage")) {
      String value = meta.path(key).asString("");
      if (!value.isEmpty() && value.length() <= LONGEST_TRACE_HEADER) {
        headers.put(key, value);
      }
    }
    return Map.copyOf(headers);
  }
}
