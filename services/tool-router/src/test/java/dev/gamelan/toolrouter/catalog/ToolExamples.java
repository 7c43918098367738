package dev.gamelan.toolrouter.catalog;

import dev.gamelan.schemas.Effect;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/** Tools that the catalogue does not have, for what no operation of Gong's shows. */
final class ToolExamples {
  private ToolExamples() {}

  static Tool described(Tool tool, String description) {
    return new Tool(
        tool.name(),
        tool.title(),
        description,
        tool.operation(),
        tool.effect(),
        tool.risks(),
        tool.scopes(),
        tool.arguments(),
        tool.file(),
        tool.nothingFound(),
        tool.askForLess(),
        tool.inputSchema());
  }

  static Tool tool(String operation, Argument... arguments) {
    List<Argument> all = List.of(arguments);
    return new Tool(
        "gong_example",
        "Example",
        "An example.",
        Operation.of(operation),
        Effect.READ,
        Set.of(),
        List.of(),
        all,
        null,
        null,
        "Ask for less.",
        new SchemaWriter(JsonNodeFactory.instance.objectNode()).inputSchema(Effect.READ, all));
  }
}
