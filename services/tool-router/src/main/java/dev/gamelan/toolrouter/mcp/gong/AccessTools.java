package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.toolrouter.admin.request.AccessCalls;
import dev.gamelan.toolrouter.mcp.offer.Content;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Listed;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The tools that are about Gamelan itself: to see what one may use, and to ask for more. */
@Component
final class AccessTools {
  private final AccessCalls calls;
  private final JsonMapper mapper;

  AccessTools(AccessCalls calls, JsonMapper mapper) {
    this.calls = calls;
    this.mapper = mapper;
  }

  static List<String> names(Caller caller) {
    return caller.has(Role.READ) ? List.of(AccessCalls.MINE, AccessCalls.ASK) : List.of();
  }

  static boolean has(String tool) {
    return tool.equals(AccessCalls.ASK) || tool.equals(AccessCalls.MINE);
  }

  static List<Listed.Tool> all() {
    ObjectNode asking = schema();
    ObjectNode properties = asking.putObject("properties");
    properties
        .putObject("profile")
        .put("type", "string")
        .put("description", "Name of an access profile, as " + AccessCalls.MINE + " lists them");
    properties
        .putObject("justification")
        .put("type", "string")
        .put("maxLength", 1000)
        .put("description", "What the person needs it for, in the person's own words");
    asking.putArray("required").add("profile");
    return List.of(
        new Listed.Tool(
            AccessCalls.MINE,
            "What I may use",
            "Lists which tools may be called now, which access profiles can be asked for, and how"
                + " earlier requests stand. Asks Gong nothing and costs none of its quota.",
            schema(),
            null,
            hints("What I may use", true),
            null),
        new Listed.Tool(
            AccessCalls.ASK,
            "Ask for access",
            "Asks for the access of a profile on the person's behalf. A profile that is for a time"
                + " gives it at once; any other waits for a person who decides, so do not ask again:"
                + " look later with "
                + AccessCalls.MINE
                + ". Ask only if the person wants it.",
            asking,
            null,
            hints("Ask for access", false),
            null));
  }

  private static ObjectNode schema() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "object")
        .put("additionalProperties", false);
  }

  private static ObjectNode hints(String title, boolean readOnly) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("title", title)
        .put("readOnlyHint", readOnly)
        .put("destructiveHint", false)
        .put("idempotentHint", readOnly)
        .put("openWorldHint", false);
  }

  Mono<Reply> call(
      String tool, @Nullable JsonNode arguments, Conversation conversation, String connection) {
    return calls
        .call(conversation.caller(), connection, tool, arguments, conversation.client())
        .map(
            told ->
                switch (told) {
                  case AccessCalls.Told.Answered(var json) -> answered(json);
                  case AccessCalls.Told.Refused(var code, var sentence) -> refused(code, sentence);
                });
  }

  private Reply answered(String json) {
    return new Reply.Tool(
        List.of(new Content.Text(json)), (ObjectNode) mapper.readTree(json), false, null);
  }

  private static Reply refused(String code, String sentence) {
    return new Reply.Tool(
        List.of(new Content.Text(sentence)),
        JsonNodeFactory.instance.objectNode().put("code", code),
        true,
        null);
  }
}
