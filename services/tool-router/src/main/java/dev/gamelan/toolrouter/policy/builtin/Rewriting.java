package dev.gamelan.toolrouter.policy.builtin;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts other values into an answer, wherever they stand; copies only what changes. */
final class Rewriting {
  private Rewriting() {}

  /** What becomes of a value that is neither object nor array. */
  interface Rewrite {
    /**
     * @param name of the nearest field; empty at the top
     * @return the value itself, another one, or null to leave it out
     */
    @Nullable JsonNode of(String name, JsonNode value);
  }

  static Ruling of(ObjectNode content, Rewrite rewrite) {
    JsonNode rewritten = of("", content, rewrite);
    return rewritten == content || !(rewritten instanceof ObjectNode changed)
        ? new Ruling.Silent()
        : new Ruling.Changed(changed);
  }

  private static @Nullable JsonNode of(String name, JsonNode value, Rewrite rewrite) {
    return switch (value) {
      case ObjectNode object -> object(object, rewrite);
      case ArrayNode array -> array(name, array, rewrite);
      default -> rewrite.of(name, value);
    };
  }

  private static ObjectNode object(ObjectNode object, Rewrite rewrite) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    boolean changed = false;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = of(field.getKey(), field.getValue(), rewrite);
      changed |= value != field.getValue();
      if (value != null) {
        copy.set(field.getKey(), value);
      }
    }
    return changed ? copy : object;
  }

  private static ArrayNode array(String name, ArrayNode array, Rewrite rewrite) {
    ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
    boolean changed = false;
    for (JsonNode element : array) {
      JsonNode value = of(name, element, rewrite);
      changed |= value != element;
      if (value != null) {
        copy.add(value);
      }
    }
    return changed ? copy : array;
  }

  static JsonNode text(String text) {
    return JsonNodeFactory.instance.stringNode(text);
  }
}
