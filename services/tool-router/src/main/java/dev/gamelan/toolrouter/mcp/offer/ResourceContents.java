package dev.gamelan.toolrouter.mcp.offer;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is in a resource. */
public sealed interface ResourceContents {
  ObjectNode json();

  /** Something to read. */
  record Text(String uri, String mimeType, String text) implements ResourceContents {
    @Override
    public ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("uri", uri)
          .put("mimeType", mimeType)
          .put("text", text);
    }
  }

  /** Anything else. */
  record Binary(String uri, String mimeType, byte[] data) implements ResourceContents {
    @Override
    public ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("uri", uri)
          .put("mimeType", mimeType)
          .put("blob", Content.base64(data));
    }
  }
}
