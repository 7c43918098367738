package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.toolrouter.mcp.offer.Content;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.toolcall.Outcome;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one table from answers to replies. Everything that can happen to a call is a result the model
 * can read; only a tool that does not exist is an error of the protocol.
 */
final class ToolResults {
  static final String META_CALL_ID = "dev.gamelan/callId";
  static final String META_OUTCOME = "dev.gamelan/outcome";
  static final String META_REQUEST_ID = "dev.gamelan/requestId";

  private final JsonMapper mapper;

  ToolResults(JsonMapper mapper) {
    this.mapper = mapper;
  }

  Reply of(ToolCallAnswer answer, Instant now) {
    return switch (answer) {
      case ToolCallAnswer.Answered answered ->
          result(
              answered, mapper.writeValueAsString(answered.content()), answered.content(), false);
      case ToolCallAnswer.NotAnswered none when none.outcome() == Outcome.UNKNOWN_TOOL ->
          new Reply.Unknown(none.sentence(), null);
      case ToolCallAnswer.NotAnswered none ->
          result(none, none.sentence(), structured(none, now), true);
    };
  }

  private static ObjectNode structured(ToolCallAnswer.NotAnswered none, Instant now) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("code", none.outcome().code());
    error.put("message", none.sentence());
    error.put("retryable", none.retryable());
    Instant retryAt = none.retryAt();
    if (retryAt != null) {
      error.put("retryAfterMs", Math.max(0, Duration.between(now, retryAt).toMillis()));
    }
    return error;
  }

  private static Reply result(
      ToolCallAnswer answer, String text, ObjectNode structured, boolean isError) {
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    meta.put(META_CALL_ID, answer.callId());
    meta.put(META_OUTCOME, answer.outcome().code());
    if (answer.requestId() != null) {
      meta.put(META_REQUEST_ID, answer.requestId());
    }
    return new Reply.Tool(List.of(new Content.Text(text)), structured, isError, meta);
  }
}
