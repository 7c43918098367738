package dev.gamelan.toolrouter.mcp.offer;

import java.util.Base64;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A block of what a tool answers or a prompt says. */
public sealed interface Content {
  ObjectNode json();

  /** Something to read. */
  record Text(String text) implements Content {
    @Override
    public ObjectNode json() {
      return block("text").put("text", text);
    }
  }

  /** A picture. */
  record Image(byte[] data, String mimeType) implements Content {
    @Override
    public ObjectNode json() {
      return block("image").put("data", base64(data)).put("mimeType", mimeType);
    }
  }

  /** Something to listen to. */
  record Audio(byte[] data, String mimeType) implements Content {
    @Override
    public ObjectNode json() {
      return block("audio").put("data", base64(data)).put("mimeType", mimeType);
    }
  }

  /** A resource with what is in it. */
  record Embedded(ResourceContents contents) implements Content {
    @Override
    public ObjectNode json() {
      return block("resource").set("resource", contents.json());
    }
  }

  /** A resource that the client may read for itself. */
  record Link(String uri, String name) implements Content {
    @Override
    public ObjectNode json() {
      return block("resource_link").put("uri", uri).put("name", name);
    }
  }

  private static ObjectNode block(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  static String base64(byte[] data) {
    return Base64.getEncoder().encodeToString(data);
  }
}
