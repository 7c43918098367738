package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.toolrouter.catalog.AnswerShapes;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Hints;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.mcp.offer.Listed;
import dev.gamelan.toolrouter.mcp.offer.Pages;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The catalogue as clients see it. */
final class ListedTools {
  static final String META_OPERATION = "dev.gamelan/operation";

  private ListedTools() {}

  static Pages of(Catalog catalog, AnswerShapes shapes, int pageSize, JsonMapper mapper) {
    return Pages.of(
        catalog.version(),
        catalog.tools().stream().map(tool -> listed(tool, shapes)).toList(),
        pageSize,
        mapper);
  }

  private static Listed listed(Tool tool, AnswerShapes shapes) {
    return new Listed.Tool(
        tool.name(),
        tool.title(),
        tool.description(),
        tool.inputSchema(),
        shapes.outputSchema(tool),
        annotations(tool),
        JsonNodeFactory.instance.objectNode().put(META_OPERATION, tool.operation().toString()));
  }

  private static ObjectNode annotations(Tool tool) {
    Hints hints = tool.hints();
    return JsonNodeFactory.instance
        .objectNode()
        .put("title", tool.title())
        .put("readOnlyHint", hints.readOnly())
        .put("destructiveHint", hints.destructive())
        .put("idempotentHint", hints.idempotent())
        .put("openWorldHint", hints.openWorld());
  }
}
