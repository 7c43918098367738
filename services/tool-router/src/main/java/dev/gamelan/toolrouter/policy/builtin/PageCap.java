package dev.gamelan.toolrouter.policy.builtin;

import dev.gamelan.toolrouter.policy.facts.Action;
import dev.gamelan.toolrouter.policy.facts.Question;
import dev.gamelan.toolrouter.policy.facts.When;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * No list of an answer's is longer than this: Gong itself knows no page size.
 *
 * @param elements of each list at the top of the answer
 */
record PageCap(int elements) implements BuiltIn {
  @Override
  public When when() {
    return When.AFTER;
  }

  @Override
  public Action action() {
    return Action.MUTATE;
  }

  @Override
  public Ruling rule(Question question) {
    ObjectNode cut = question.content().objectNode();
    boolean changed = false;
    for (Map.Entry<String, JsonNode> field : question.content().properties()) {
      if (field.getValue() instanceof ArrayNode list && list.size() > elements) {
        ArrayNode first = cut.putArray(field.getKey());
        for (int index = 0; index < elements; index++) {
          first.add(list.get(index));
        }
        changed = true;
      } else {
        cut.set(field.getKey(), field.getValue());
      }
    }
    if (!changed) {
      return new Ruling.Silent();
    }
    if (cut.get("records") instanceof ObjectNode records && records.has("currentPageSize")) {
      cut.set("records", records.deepCopy().put("currentPageSize", elements));
    }
    return new Ruling.Changed(cut);
  }
}
