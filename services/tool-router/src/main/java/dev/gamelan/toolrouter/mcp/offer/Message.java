package dev.gamelan.toolrouter.mcp.offer;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What somebody says in a prompt. */
public record Message(Role role, Content content) {
  /** Who says it. */
  public enum Role {
    USER("user"),
    ASSISTANT("assistant");

    private final String wire;

    Role(String wire) {
      this.wire = wire;
    }
  }

  public static Message user(Content content) {
    return new Message(Role.USER, content);
  }

  public ObjectNode json() {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("role", role.wire);
    return message.set("content", content.json());
  }
}
