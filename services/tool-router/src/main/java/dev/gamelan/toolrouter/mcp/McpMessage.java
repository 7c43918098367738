package dev.gamelan.toolrouter.mcp;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A JSON-RPC message as it came in. */
sealed interface McpMessage {
  /**
   * @param id a string or a number
   */
  record Request(JsonNode id, String method, ObjectNode params) implements McpMessage {}

  record Notification(String method, ObjectNode params) implements McpMessage {}

  /**
   * An answer to a question of this server's, in the old era.
   *
   * @param id null where it answers nothing that can be told
   */
  record Response(@Nullable String id, JsonNode message) implements McpMessage {}

  record Invalid(@Nullable JsonNode id, McpError error) implements McpMessage {}

  static McpMessage of(JsonNode json) {
    if (json.isArray()) {
      return invalid(null, "Several messages in one body are not taken; send them one by one.");
    }
    if (!json.isObject() || !json.path("jsonrpc").asString("").equals("2.0")) {
      return invalid(null, "The body must be one JSON-RPC 2.0 message.");
    }
    JsonNode id = json.get("id");
    if (id != null && !validId(id)) {
      return invalid(
          null,
          "The id must be a string of at most 256 characters or a whole number of 64" + " bits.");
    }
    JsonNode method = json.get("method");
    if (method == null) {
      return json.has("result") || json.has("error")
          ? new Response(id != null && id.isString() ? id.stringValue() : null, json)
          : invalid(id, "The message has no method.");
    }
    JsonNode given = json.get("params");
    if (!method.isString() || (given != null && !given.isObject())) {
      return invalid(id, "The method must be a string and the params, if any, an object.");
    }
    ObjectNode params =
        given instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    return id == null
        ? new Notification(method.stringValue(), params)
        : new Request(id, method.stringValue(), params);
  }

  private static boolean validId(JsonNode id) {
    return (id.isString() && id.stringValue().length() <= 256)
        || (id.isIntegralNumber() && id.canConvertToLong());
  }

  private static Invalid invalid(@Nullable JsonNode id, String message) {
    return new Invalid(id, McpError.invalidRequest(message));
  }
}
