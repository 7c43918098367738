package dev.gamelan.simulator.testing;

import dev.gamelan.simulator.facts.Facts;
import dev.gamelan.simulator.facts.FieldFacts;
import dev.gamelan.simulator.facts.FieldFacts.Place;
import dev.gamelan.simulator.facts.OperationFacts;
import dev.gamelan.simulator.facts.OperationFacts.BodyKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes for each operation the smallest request that should be accepted. */
public final class Samples {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Facts FACTS = Facts.published();

  private final SampleValues values = new SampleValues();

  /** A request that can be taken apart before it is sent. */
  public record Sample(
      OperationFacts operation,
      String path,
      Map<String, String> query,
      @Nullable JsonNode body,
      Map<String, String> parts) {

    public Gong.Reply send() {
      String target =
          query.isEmpty()
              ? path
              : query.entrySet().stream()
                  .map(one -> one.getKey() + '=' + encoded(one.getValue()))
                  .collect(Collectors.joining("&", path + '?', ""));
      return switch (operation.body()) {
        case NONE -> Gong.send(operation.method(), target, null, null);
        case JSON -> Gong.json(operation.method(), target, String.valueOf(body));
        case MULTIPART ->
            Gong.send(operation.method(), target, "multipart/form-data; boundary=cut", multipart());
      };
    }

    private String multipart() {
      var body = new StringBuilder();
      parts.forEach(
          (name, content) ->
              body.append("--cut\r\nContent-Disposition: form-data; name=\"")
                  .append(name)
                  .append("\"; filename=\"file\"\r\n\r\n")
                  .append(content)
                  .append("\r\n"));
      return body.append("--cut--\r\n").toString();
    }

    private static String encoded(String value) {
      return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
  }

  public Sample of(String operation) {
    OperationFacts facts = FACTS.of(operation);
    values.prepare(operation);
    String path = facts.path();
    Map<String, String> query = new LinkedHashMap<>();
    Map<String, String> parts = new LinkedHashMap<>();
    for (FieldFacts field : facts.fields()) {
      if (field.place() == Place.PATH) {
        path = path.replace('{' + field.name() + '}', values.text(operation, field));
      } else if (field.place() == Place.QUERY && values.wants(operation, field)) {
        query.put(field.name(), values.text(operation, field));
      } else if (field.place() == Place.FILE) {
        parts.put(field.name(), values.text(operation, field));
      }
    }
    return new Sample(
        facts, path, query, facts.body() == BodyKind.JSON ? body(facts) : null, parts);
  }

  private JsonNode body(OperationFacts facts) {
    JsonNode root =
        facts.fields().stream().anyMatch(field -> field.name().equals("$"))
            ? JSON.createArrayNode()
            : JSON.createObjectNode();
    for (FieldFacts field : facts.fields()) {
      if (field.place() == Place.BODY && values.wants(facts.name(), field)) {
        plant(root, facts.name(), field);
      }
    }
    return root;
  }

  /** Fields come parent first, so that a field without its optional parent is left out. */
  private void plant(JsonNode root, String operation, FieldFacts field) {
    String[] steps = field.name().replace("[]", "").replaceFirst("^\\.", "").split("\\.");
    if (field.name().equals("$")) {
      if (field.type().equals("array<object>")) {
        ((ArrayNode) root).addObject();
      } else {
        ((ArrayNode) root).add(values.text(operation, field));
      }
      return;
    }
    JsonNode parent = root.isArray() ? root.get(0) : root;
    for (int step = 0; step < steps.length - 1; step++) {
      parent = parent.get(steps[step]);
      if (parent == null) {
        return;
      }
      parent = parent.isArray() ? parent.get(0) : parent;
    }
    ((ObjectNode) parent).set(steps[steps.length - 1], value(operation, field));
  }

  private JsonNode value(String operation, FieldFacts field) {
    return switch (field.type()) {
      case "object" -> JSON.createObjectNode();
      case "array<object>" -> {
        ArrayNode array = JSON.createArrayNode();
        array.addObject();
        yield array;
      }
      case "array<string>" -> JSON.createArrayNode().add(values.text(operation, field));
      case "integer" -> JSON.getNodeFactory().numberNode(1);
      case "number" -> JSON.getNodeFactory().numberNode(1.5);
      case "boolean" -> JSON.getNodeFactory().booleanNode(true);
      default -> JSON.getNodeFactory().stringNode(values.text(operation, field));
    };
  }
}
