package dev.gamelan.toolrouter.catalog;

import dev.gamelan.toolrouter.catalog.PublishedFacts.FieldFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The catalogue's arguments, spread out in the form of the published table. */
final class CatalogueFacts {
  private final List<FieldFact> facts = new ArrayList<>();

  static List<FieldFact> fields(Catalog catalog) {
    CatalogueFacts all = new CatalogueFacts();
    catalog.tools().forEach(all::addTool);
    return all.facts;
  }

  private void addTool(Tool tool) {
    String operation = tool.operation().toString();
    for (Argument argument : tool.arguments()) {
      switch (argument.place()) {
        case PATH ->
            add(operation, "path", argument.name(), argument.required(), argument.schema());
        case QUERY ->
            add(operation, "query", argument.name(), argument.required(), argument.schema());
        case BODY ->
            add(operation, "body", argument.name(), argument.required(), argument.schema());
        case WHOLE_BODY -> {
          add(operation, "body", "$", argument.required(), argument.schema());
        }
        case FILE -> {}
      }
    }
    if (tool.file() != null) {
      facts.add(
          new FieldFact(
              operation, "file", tool.file().part(), "string", "", true, Set.of(), Map.of()));
    }
  }

  private void add(String operation, String in, String path, boolean required, JsonNode schema) {
    boolean list = schema.path("type").asString("").equals("array");
    JsonNode one = list ? schema.path("items") : schema;
    String kind = one.path("type").asString("object");
    facts.add(
        new FieldFact(
            operation,
            in,
            path,
            list ? "array<%s>".formatted(kind) : kind,
            one.path("format").asString(""),
            required,
            allowed(one),
            limits(schema)));
    String prefix = path.equals("$") ? "[]" : path + (list ? "[]" : "");
    Set<String> requiredBelow = new TreeSet<>();
    one.path("required").forEach(name -> requiredBelow.add(name.asString()));
    for (Map.Entry<String, JsonNode> field : one.path("properties").properties()) {
      add(
          operation,
          in,
          prefix + "." + field.getKey(),
          requiredBelow.contains(field.getKey()),
          field.getValue());
    }
  }

  private static Set<String> allowed(JsonNode schema) {
    Set<String> allowed = new TreeSet<>();
    schema.path("enum").forEach(word -> allowed.add(word.asString()));
    return allowed;
  }

  private static Map<String, String> limits(JsonNode schema) {
    Map<String, String> limits = new TreeMap<>();
    for (String keyword :
        List.of("minItems", "maxItems", "minLength", "maxLength", "minimum", "maximum")) {
      if (schema.has(keyword)) {
        limits.put(keyword, schema.path(keyword).asString());
      }
    }
    return limits;
  }
}
