package dev.gamelan.toolrouter.mcp.offer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One entry of a list that clients may ask for. */
public sealed interface Listed {
  ObjectNode json();

  /** A tool. */
  record Tool(
      String name,
      String title,
      String description,
      ObjectNode inputSchema,
      @Nullable ObjectNode outputSchema,
      @Nullable ObjectNode annotations,
      @Nullable ObjectNode meta)
      implements Listed {
    public Tool(String name, String description, ObjectNode inputSchema) {
      this(name, name, description, inputSchema, null, null, null);
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = named(name, title, description);
      json.set("inputSchema", inputSchema);
      put(json, "outputSchema", outputSchema);
      put(json, "annotations", annotations);
      put(json, "_meta", meta);
      return json;
    }
  }

  /** A prompt and what it asks for. */
  record Prompt(String name, String title, String description, List<Argument> arguments)
      implements Listed {
    /** A blank in a prompt. */
    public record Argument(String name, String description, boolean required) {}

    @Override
    public ObjectNode json() {
      ObjectNode json = named(name, title, description);
      ArrayNode blanks = json.putArray("arguments");
      for (Argument argument : arguments) {
        blanks
            .addObject()
            .put("name", argument.name())
            .put("description", argument.description())
            .put("required", argument.required());
      }
      return json;
    }
  }

  /** A resource that can be read as it is. */
  record Resource(String uri, String name, String title, String description, String mimeType)
      implements Listed {
    @Override
    public ObjectNode json() {
      return named(name, title, description).put("uri", uri).put("mimeType", mimeType);
    }
  }

  /**
   * Resources of one kind.
   *
   * @param uriTemplate after RFC 6570
   */
  record Template(
      String uriTemplate, String name, String title, String description, String mimeType)
      implements Listed {
    @Override
    public ObjectNode json() {
      return named(name, title, description)
          .put("uriTemplate", uriTemplate)
          .put("mimeType", mimeType);
    }
  }

  private static ObjectNode named(String name, String title, String description) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("title", title)
        .put("description", description);
  }

  private static void put(ObjectNode json, String key, @Nullable ObjectNode value) {
    if (value != null) {
      json.set(key, value);
    }
  }
}
