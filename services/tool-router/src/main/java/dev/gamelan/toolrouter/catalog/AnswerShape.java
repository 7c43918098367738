package dev.gamelan.toolrouter.catalog;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a part of Gong's answers is made of, as far as Gong publishes it. A promise to clients must
 * survive what Gong does without notice: any part may be missing or null, and others may be there.
 *
 * @param kinds what it may be, besides null; empty where anything
 * @param fields of an object, by name; empty where its fields are not fixed
 * @param element of an array, or of every value of an object whose names are not fixed
 */
record AnswerShape(
    Set<Kind> kinds, Map<String, AnswerShape> fields, @Nullable AnswerShape element) {
  private static final String ANYTHING = "any";

  AnswerShape {
    kinds = Collections.unmodifiableSet(kinds.isEmpty() ? kinds : EnumSet.copyOf(kinds));
    fields = Map.copyOf(fields);
  }

  /** A JSON type, as JSON Schema names it. */
  enum Kind {
    OBJECT("object"),
    ARRAY("array"),
    STRING("string"),
    INTEGER("integer"),
    NUMBER("number"),
    BOOLEAN("boolean");

    private final String written;

    Kind(String written) {
      this.written = written;
    }

    /** Of names joined by {@code |}, or {@code any}. */
    static Set<Kind> of(String names) {
      Set<Kind> kinds = EnumSet.noneOf(Kind.class);
      if (names.equals(ANYTHING)) {
        return kinds;
      }
      for (String name : names.split("\\|", -1)) {
        kinds.add(
            Arrays.stream(values())
                .filter(kind -> kind.written.equals(name))
                .findFirst()
                .orElseThrow(
                    () -> new IllegalArgumentException("'%s' is no JSON type".formatted(name))));
      }
      return kinds;
    }

    private boolean isThatOf(JsonNode value) {
      return switch (this) {
        case OBJECT -> value.isObject();
        case ARRAY -> value.isArray();
        case STRING -> value.isString();
        case INTEGER -> value.isIntegralNumber();
        case NUMBER -> value.isNumber();
        case BOOLEAN -> value.isBoolean();
      };
    }
  }

  /** Whether all that is known of this part is so in the value. */
  boolean fits(JsonNode value) {
    if (value.isNull()) {
      return true;
    }
    if (!kinds.isEmpty() && kinds.stream().noneMatch(kind -> kind.isThatOf(value))) {
      return false;
    }
    if (element != null) {
      return value.valueStream().allMatch(element::fits);
    }
    for (Map.Entry<String, AnswerShape> field : fields.entrySet()) {
      JsonNode there = value.get(field.getKey());
      if (there != null && !field.getValue().fits(there)) {
        return false;
      }
    }
    return true;
  }

  /** JSON Schema of an answer as a whole, which is never null. */
  ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", Kind.OBJECT.written);
    describe(schema);
    return schema;
  }

  private ObjectNode schemaOfPart() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    if (!kinds.isEmpty()) {
      ArrayNode types = schema.putArray("type");
      kinds.forEach(kind -> types.add(kind.written));
      types.add("null");
    }
    describe(schema);
    return schema;
  }

  private void describe(ObjectNode schema) {
    if (element != null) {
      schema.set(
          kinds.contains(Kind.ARRAY) ? "items" : "additionalProperties", element.schemaOfPart());
    }
    if (!fields.isEmpty()) {
      ObjectNode properties = schema.putObject("properties");
      fields.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(field -> properties.set(field.getKey(), field.getValue().schemaOfPart()));
    }
  }
}
