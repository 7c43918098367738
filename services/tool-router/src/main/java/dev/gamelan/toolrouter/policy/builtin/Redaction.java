package dev.gamelan.toolrouter.policy.builtin;

import dev.gamelan.toolrouter.policy.facts.Action;
import dev.gamelan.toolrouter.policy.facts.Question;
import dev.gamelan.toolrouter.policy.facts.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes fields out of an answer: texts are replaced, everything else is left out.
 *
 * @param names fields of these names, wherever they stand
 * @param paths fields at these places, counted from the top; lists do not count
 */
record Redaction(Set<String> names, List<List<String>> paths, String with) implements BuiltIn {
  private static final Pattern FIELD =
      Pattern.compile("(?:[A-Za-z0-9_-]+|\\*)(?:\\[])?(?:\\.(?:[A-Za-z0-9_-]+|\\*)(?:\\[])?)*");

  static Redaction read(Settings settings) {
    Set<String> names = new TreeSet<>();
    List<List<String>> paths = new ArrayList<>();
    List<String> fields = settings.texts("fields", 100, 200);
    if (fields.isEmpty()) {
      throw new WrongSettingException(
          "builtIn.fields is missing, such as [\"emailAddress\", \"calls[].parties[].name\"]");
    }
    for (String field : fields) {
      if (!FIELD.matcher(field).matches() || field.equals("*")) {
        throw new WrongSettingException(
            "builtIn.fields must have names such as emailAddress, or paths such as"
                + " calls[].parties[].name in which * is any name");
      }
      List<String> path = List.of(field.replace("[]", "").split("\\."));
      if (path.size() == 1 && !field.endsWith("[]")) {
        names.add(field);
      } else {
        paths.add(path);
      }
    }
    String with = settings.text("with", 40);
    return new Redaction(names, List.copyOf(paths), with == null ? "[redacted]" : with);
  }

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
    JsonNode redacted = within(question.content(), paths);
    return redacted == question.content() || !(redacted instanceof ObjectNode changed)
        ? new Ruling.Silent()
        : new Ruling.Changed(changed);
  }

  /** What is left of a value, given what the rest of each path is from here. */
  private JsonNode within(JsonNode value, List<List<String>> from) {
    return switch (value) {
      case ObjectNode object -> fields(object, from);
      case ArrayNode array -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
        boolean changed = false;
        for (JsonNode element : array) {
          JsonNode left = within(element, from);
          changed |= left != element;
          copy.add(left);
        }
        yield changed ? copy : array;
      }
      default -> value;
    };
  }

  private JsonNode fields(ObjectNode object, List<List<String>> from) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    boolean changed = false;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      List<List<String>> below = new ArrayList<>();
      boolean meant = names.contains(name);
      for (List<String> path : from) {
        if (path.getFirst().equals("*") || path.getFirst().equals(name)) {
          meant |= path.size() == 1;
          if (path.size() > 1) {
            below.add(path.subList(1, path.size()));
          }
        }
      }
      JsonNode value = field.getValue();
      if (!meant) {
        JsonNode left = within(value, below);
        changed |= left != value;
        copy.set(name, left);
      } else if (value.isNull()) {
        copy.set(name, value);
      } else {
        changed = true;
        if (value.isString()) {
          copy.put(name, with);
        }
      }
    }
    return changed ? copy : object;
  }
}
