package dev.gamelan.toolrouter.catalog;

import dev.gamelan.schemas.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns the catalogue's short notation for fields into JSON Schema 2020-12. */
final class SchemaWriter {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final Set<String> JSON_TYPES =
      Set.of("string", "integer", "number", "boolean", "object", "array");
  private static final String ANYTHING = "any";

  /** Keywords that mean in the catalogue what they mean in JSON Schema. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "description",
          "enum",
          "default",
          "format",
          "pattern",
          "examples",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "minItems",
          "maxItems");

  private final JsonNode shapes;

  SchemaWriter(JsonNode shapes) {
    this.shapes = shapes;
  }

  Argument argument(String name, ObjectNode written) {
    Place place = placeOf(name, written.path("in").asString(""));
    ObjectNode field = written.deepCopy();
    field.remove("in");
    return new Argument(name, place, requiredIn(written), describedSchemaOf(name, field));
  }

  /** The fields of an object shape, each as an argument of its own. */
  List<Argument> bodyArguments(String shape) {
    List<Argument> arguments = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : shapes.path(shape).path("fields").properties()) {
      ObjectNode written = mapping(field.getKey(), field.getValue());
      arguments.add(
          new Argument(
              field.getKey(),
              Place.BODY,
              requiredIn(written),
              describedSchemaOf(field.getKey(), written)));
    }
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException(
          "'body' names '%s', which is no shape with fields".formatted(shape));
    }
    return arguments;
  }

  ObjectNode inputSchema(Effect effect, List<Argument> arguments) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("$schema", DIALECT);
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    for (Argument argument : arguments) {
      properties.set(argument.name(), argument.schema());
      if (argument.required()) {
        required.add(argument.name());
      }
    }
    if (KeyArgument.isTakenBy(effect)) {
      properties.set(KeyArgument.NAME, KeyArgument.schema());
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }

  private ObjectNode describedSchemaOf(String path, ObjectNode written) {
    ObjectNode schema = schemaOf(path, written);
    if (schema.path("description").asString("").isBlank()) {
      throw new IllegalArgumentException(path + " has no description");
    }
    return schema;
  }

  private ObjectNode schemaOf(String path, ObjectNode written) {
    String type = written.path("type").asString("");
    if (type.equals(ANYTHING) || JSON_TYPES.contains(type)) {
      return plainSchemaOf(path, written, type);
    }
    if (!(shapes.get(type) instanceof ObjectNode shape)) {
      throw new IllegalArgumentException(
          "the type of %s is '%s', which is no JSON type and no shape".formatted(path, type));
    }
    ObjectNode merged = shape.deepCopy();
    for (Map.Entry<String, JsonNode> own : written.properties()) {
      if (!own.getKey().equals("type")) {
        merged.set(own.getKey(), own.getValue());
      }
    }
    return schemaOf(path, merged);
  }

  private ObjectNode plainSchemaOf(String path, ObjectNode written, String type) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    if (!type.equals(ANYTHING)) {
      schema.put("type", type);
    }
    for (Map.Entry<String, JsonNode> entry : written.properties()) {
      switch (entry.getKey()) {
        case "type", "required" -> {}
        case "of" -> schema.set("items", elementOf(path + "[]", entry.getValue()));
        case "fields" -> putFields(path, schema, entry.getValue());
        default -> {
          if (!KEYWORDS.contains(entry.getKey())) {
            throw new IllegalArgumentException(
                "%s has the unknown key '%s'".formatted(path, entry.getKey()));
          }
          schema.set(entry.getKey(), entry.getValue());
        }
      }
    }
    if (schema.has("pattern") && !schema.has("examples")) {
      throw new IllegalArgumentException(
          path + " has a pattern but no examples to explain it with");
    }
    if (type.equals("array") != schema.has("items")) {
      throw new IllegalArgumentException(path + ": 'of' stands with type array, and only there");
    }
    if (type.equals("object") != schema.has("properties")) {
      throw new IllegalArgumentException(
          path + ": 'fields' stands with type object, and only there");
    }
    return schema;
  }

  private ObjectNode elementOf(String path, JsonNode written) {
    if (written instanceof ObjectNode element) {
      return schemaOf(path, element);
    }
    ObjectNode shape =
        schemaOf(path, JsonNodeFactory.instance.objectNode().put("type", written.asString("")));
    shape.remove("description");
    return shape;
  }

  private void putFields(String path, ObjectNode schema, JsonNode fields) {
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String name = path + "." + field.getKey();
      ObjectNode written = mapping(name, field.getValue());
      properties.set(field.getKey(), describedSchemaOf(name, written));
      if (requiredIn(written)) {
        required.add(field.getKey());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
  }

  private static ObjectNode mapping(String name, JsonNode written) {
    if (written instanceof ObjectNode mapping) {
      return mapping;
    }
    throw new IllegalArgumentException(name + " must be a mapping");
  }

  private static boolean requiredIn(JsonNode written) {
    return written.path("required").asBoolean(false);
  }

  private static Place placeOf(String name, String written) {
    for (Place place : Place.values()) {
      if (place.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(written)) {
        return place;
      }
    }
    throw new IllegalArgumentException(
        "'in' of %s is path, query, body or whole-body, not '%s'".formatted(name, written));
  }
}
