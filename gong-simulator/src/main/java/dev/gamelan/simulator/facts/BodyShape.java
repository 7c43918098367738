package dev.gamelan.simulator.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The published shape of a JSON body as a tree, so that one walk checks a whole body. */
final class BodyShape {
  private static final String UNREADABLE = "Json parse error";

  private final @Nullable FieldFacts facts;
  private final Map<String, BodyShape> children = new LinkedHashMap<>();

  private BodyShape(@Nullable FieldFacts facts) {
    this.facts = facts;
  }

  static BodyShape of(List<FieldFacts> fields) {
    var root =
        new BodyShape(
            fields.stream().filter(field -> field.name().equals("$")).findFirst().orElse(null));
    for (FieldFacts field : fields) {
      if (!field.name().equals("$")) {
        root.plant(field);
      }
    }
    return root;
  }

  private void plant(FieldFacts field) {
    BodyShape parent = this;
    String[] steps = field.name().replace("[]", "").replaceFirst("^\\.", "").split("\\.");
    for (int step = 0; step < steps.length - 1; step++) {
      parent = parent.children.computeIfAbsent(steps[step], name -> new BodyShape(null));
    }
    parent.children.put(steps[steps.length - 1], new BodyShape(field));
  }

  void check(JsonNode body, List<String> errors) {
    if (facts != null) {
      checkValue("body", body, errors);
    } else if (body.isObject()) {
      checkChildren("", body, errors);
    } else {
      errors.add(UNREADABLE);
    }
  }

  private void checkChildren(String prefix, JsonNode object, List<String> errors) {
    children.forEach(
        (name, child) -> {
          JsonNode value = object.get(name);
          if (value != null && !value.isNull()) {
            child.checkValue(prefix + name, value, errors);
          } else if (child.facts != null && child.facts.required()) {
            errors.add(prefix + name + " is required");
          }
        });
  }

  private void checkValue(String path, JsonNode value, List<String> errors) {
    if (facts == null) {
      checkChildren(path + ".", value, errors);
    } else if (!facts.isArray()) {
      checkElement(path, value, errors);
    } else if (!value.isArray()) {
      errors.add(UNREADABLE);
    } else {
      Limits.checkSize(path, facts, value.size(), errors);
      int index = 0;
      for (JsonNode element : value) {
        checkElement(path + "[" + index++ + "]", element, errors);
      }
    }
  }

  private void checkElement(String path, JsonNode value, List<String> errors) {
    FieldFacts field = Objects.requireNonNull(facts);
    boolean fits =
        switch (field.elementType()) {
          case "object" -> children.isEmpty() || value.isObject();
          case "string" -> value.isString();
          case "boolean" -> value.isBoolean();
          case "integer" -> value.isIntegralNumber() && value.canConvertToLong();
          case "number" -> value.isNumber();
          default -> true;
        };
    if (!fits) {
      errors.add(UNREADABLE);
    } else if (value.isObject()) {
      checkChildren(path + ".", value, errors);
    } else if (value.isString() && Limits.notAllowed(field, value.stringValue())) {
      errors.add(UNREADABLE);
    } else if (!value.isObject()) {
      Limits.check(path, field, value.asString(), errors);
    }
  }
}
