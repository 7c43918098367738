package dev.gamelan.toolrouter.mcp.question;

import dev.gamelan.toolrouter.catalog.CanonicalJson;
import dev.gamelan.toolrouter.mcp.offer.Inquiry;
import dev.gamelan.toolrouter.mcp.offer.Question;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One round of a request that comes again with answers.
 *
 * @param caller who asks
 * @param params what for
 * @param state what the round before sent along; null in the first
 * @param responses the answers that came with this round, unchecked
 */
record Round(
    String caller,
    String method,
    ObjectNode params,
    @Nullable RequestState state,
    ObjectNode responses) {
  /** The answer to a question, if the client has given one that proves enough. */
  @Nullable JsonNode answerTo(String name, Question question, Inquiry.Assurance assurance) {
    String digest = digest(question);
    if (state != null) {
      JsonNode before = state.answered().path(name);
      if (before.path("q").asString("").equals(digest)) {
        return before.get("a");
      }
    }
    boolean proven = state != null && state.asked().path(name).asString("").equals(digest);
    return proven || assurance == Inquiry.Assurance.NONE ? responses.get(name) : null;
  }

  String request() {
    return digest(caller, method, params);
  }

  static String digest(Question question) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("method", question.kind().method()).set("params", question.params());
    return CanonicalJson.sha256(json);
  }

  /** A digest of who asks for what: the same in each round. */
  static String digest(String caller, String method, ObjectNode params) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode asked = params.deepCopy();
    asked.remove("_meta");
    asked.remove(Conversations.RESPONSES);
    asked.remove(Conversations.STATE);
    json.put("caller", caller).put("method", method).set("params", asked);
    return CanonicalJson.sha256(json);
  }
}
