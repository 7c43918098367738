package dev.gamelan.simulator.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A JSON body that was checked, read by dotted names; null and absent are the same. */
public record Fields(JsonNode json) {

  public Optional<String> text(String name) {
    return Optional.ofNullable(find(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
  }

  /** A text that the published facts require, so it is there. */
  public String required(String name) {
    return text(name).orElseThrow();
  }

  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : elements(name)) {
      texts.add(element.asString());
    }
    return texts;
  }

  public boolean has(String name) {
    return find(name) != null;
  }

  public boolean flag(String name) {
    JsonNode value = find(name);
    return value != null && value.isBoolean() && value.booleanValue();
  }

  public double number(String name, double otherwise) {
    JsonNode value = find(name);
    return value == null ? otherwise : value.asDouble(otherwise);
  }

  public List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode element : elements(name)) {
      objects.add(new Fields(element));
    }
    return objects;
  }

  private Iterable<JsonNode> elements(String name) {
    JsonNode value = name.equals("$") ? json : find(name);
    return value != null && value.isArray() ? value : List.of();
  }

  private @Nullable JsonNode find(String name) {
    JsonNode value = json;
    for (String step : name.split("\\.")) {
      value = value.get(step);
      if (value == null || value.isNull()) {
        return null;
      }
    }
    return value;
  }
}
