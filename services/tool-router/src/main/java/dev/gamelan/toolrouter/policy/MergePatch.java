package dev.gamelan.toolrouter.policy;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** RFC 7396: what is null goes, objects are merged, everything else is replaced. */
final class MergePatch {
  private MergePatch() {}

  static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    ObjectNode merged = target.objectNode().setAll(target);
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      switch (field.getValue()) {
        case JsonNode gone when gone.isNull() -> merged.remove(field.getKey());
        case ObjectNode object ->
            merged.set(
                field.getKey(),
                apply(
                    merged.get(field.getKey()) instanceof ObjectNode there
                        ? there
                        : object.objectNode(),
                    object));
        default -> merged.set(field.getKey(), field.getValue());
      }
    }
    return merged;
  }
}
