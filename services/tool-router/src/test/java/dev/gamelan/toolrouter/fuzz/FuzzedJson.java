package dev.gamelan.toolrouter.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON that is right but for some of its values, or for its very text. */
final class FuzzedJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e999999999",
          "-1e-999999999",
          "9".repeat(90),
          "9".repeat(2000),
          "9223372036854775808",
          "\"\"",
          "\"a\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\ud83d\\ude00\"",
          "\"../../etc/passwd\"",
          "\"gong://calls/%00\"",
          "\"gong://answers/x/999999999999\"",
          "\"gong://users/\\u202e\"",
          "\"" + "x".repeat(70_000) + "\"",
          "\"" + "\\n".repeat(3000) + "\"",
          "[]",
          "{}",
          "[[[[[[[[[[]]]]]]]]]]",
          "[1,\"a\",null,{}]",
          "{\"\": {\"\": {\"\": 1}}}",
          "{\"$ref\": \"https://example.com/schema\"}",
          "{\"__proto__\": {\"x\": 1}}",
          "[".repeat(70) + "]".repeat(70),
          "{\"a\":".repeat(30) + "1" + "}".repeat(30));

  private final Random random;

  FuzzedJson(Random random) {
    this.random = random;
  }

  /** A text that is mostly the given one. */
  String mutated(String valid) {
    String text = valid;
    int changes = random.nextInt(4);
    JsonNode tree = MAPPER.readTree(valid);
    for (int change = 0; change < changes; change++) {
      text = changeValue(tree);
    }
    return random.nextInt(5) == 0 ? brokenText(text) : text;
  }

  /** The odd values are put in as text, since not all of them can be held. */
  private String changeValue(JsonNode tree) {
    List<JsonNode> containers = new ArrayList<>();
    collect(tree, containers);
    if (containers.isEmpty()) {
      return tree.toString();
    }
    JsonNode container = containers.get(random.nextInt(containers.size()));
    String odd = ODD.get(random.nextInt(ODD.size()));
    if (container instanceof ObjectNode object) {
      List<String> names = new ArrayList<>(object.propertyNames());
      String name =
          names.isEmpty() || random.nextInt(8) == 0
              ? "more"
              : names.get(random.nextInt(names.size()));
      if (random.nextInt(4) == 0) {
        object.remove(name);
      } else {
        object.putRawValue(name, new tools.jackson.databind.util.RawValue(odd));
      }
    } else if (container instanceof ArrayNode array) {
      array.addRawValue(new tools.jackson.databind.util.RawValue(odd));
    }
    return MAPPER.writeValueAsString(tree);
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainer()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private String brokenText(String text) {
    return switch (random.nextInt(10)) {
      case 0 -> text.substring(0, random.nextInt(text.length() + 1));
      case 1 -> text + text;
      case 2 -> "[" + text + "," + text + "]";
      case 3 -> text.replaceFirst("\\{", "{\"jsonrpc\": \"2.0\", \"id\": 5, ");
      case 4 -> "[".repeat(random.nextInt(100_000));
      case 5 -> "{\"a\":".repeat(random.nextInt(5000)) + text;
      case 6 -> "\uFEFF" + text;
      case 7 -> text.replace(':', '=');
      case 8 -> "";
      default -> "[" + "1,".repeat(random.nextInt(300_000)) + "1]";
    };
  }
}
