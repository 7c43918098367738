package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.offer.Era;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes outcomes as JSON-RPC. */
@Component
final class McpWriter {
  private final JsonMapper mapper;

  McpWriter(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** A message and the status it has where it is the only one. */
  record Written(HttpStatus status, byte[] json) {}

  Written written(McpRequest request, McpOutcome outcome) {
    return switch (outcome) {
      case McpError error -> error(request.id(), error);
      case McpOutcome.Result(var result, var type, var session) -> {
        if (request.era() == Era.MODERN) {
          result.put("resultType", type);
          result.withObject("/_meta").set(Greeting.META_SERVER, Greeting.serverInfo());
        }
        yield new Written(
            HttpStatus.OK, mapper.writeValueAsBytes(message(request.id()).set("result", result)));
      }
    };
  }

  Written error(@Nullable JsonNode id, McpError error) {
    ObjectNode message = message(id);
    message.set("error", error.json());
    return new Written(error.status(), mapper.writeValueAsBytes(message));
  }

  String id(JsonNode id) {
    return mapper.writeValueAsString(id);
  }

  private static ObjectNode message(@Nullable JsonNode id) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("jsonrpc", "2.0");
    return message.set("id", id == null ? JsonNodeFactory.instance.nullNode() : id);
  }
}
