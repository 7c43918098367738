package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.catalog.AnswerShapes;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Hints;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.mcp.McpProperties;
import dev.gamelan.toolrouter.mcp.offer.Listed;
import dev.gamelan.toolrouter.mcp.offer.Pages;
import dev.gamelan.toolrouter.toolcall.OpenTools;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a caller may call now, as clients see it; what only reads about Gamelan itself included. */
@Component
final class ListedTools {
  static final String META_OPERATION = "dev.gamelan/operation";

  private final OpenTools open;
  private final Map<String, Listed> listed = new TreeMap<>();
  private final WrittenSets written;

  ListedTools(
      OpenTools open,
      Catalog catalog,
      AnswerShapes shapes,
      McpProperties properties,
      JsonMapper mapper) {
    this.open = open;
    catalog.tools().forEach(tool -> listed.put(tool.name(), listed(tool, shapes)));
    AccessTools.all().forEach(tool -> listed.put(tool.name(), tool));
    this.written = new WrittenSets(catalog.version(), listed, properties.pageSize(), mapper);
  }

  Pages of(Caller caller, String connection) {
    return written.of(
        Stream.concat(
                AccessTools.names(caller).stream(),
                open.of(caller, connection).stream().map(Tool::name))
            .toList());
  }

  Set<String> names(Caller caller, String connection) {
    Set<String> names = new HashSet<>();
    open.of(caller, connection).forEach(tool -> names.add(tool.name()));
    return names;
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

  static List<Listed> all(Catalog catalog, AnswerShapes shapes) {
    return catalog.tools().stream().map(tool -> listed(tool, shapes)).toList();
  }
}
