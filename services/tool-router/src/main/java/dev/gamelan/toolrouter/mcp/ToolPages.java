package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Hints;
import dev.gamelan.toolrouter.catalog.Tool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** The catalogue as tools/list gives it: in pages, each written once. */
@Component
final class ToolPages {
  static final String META_OPERATION = "dev.gamelan/operation";

  private final List<RawValue> pages;
  private final String version;
  private final long freshMillis;

  ToolPages(Catalog catalog, McpProperties properties, JsonMapper mapper) {
    this.version = catalog.version();
    this.freshMillis = properties.toolsFresh().toMillis();
    List<Tool> tools = catalog.tools();
    List<RawValue> written = new ArrayList<>();
    for (int from = 0; from == 0 || from < tools.size(); from += properties.pageSize()) {
      ArrayNode page = JsonNodeFactory.instance.arrayNode();
      tools
          .subList(from, Math.min(tools.size(), from + properties.pageSize()))
          .forEach(tool -> page.add(listed(tool)));
      written.add(new RawValue(mapper.writeValueAsString(page)));
    }
    this.pages = List.copyOf(written);
  }

  McpOutcome list(McpRequest request) {
    JsonNode cursor = request.params().path("cursor");
    Integer page = cursor.isMissingNode() ? Integer.valueOf(0) : pageAt(cursor);
    if (page == null) {
      return McpError.invalidParams(
          "The cursor is not one of this list as it is now; begin again without one.");
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.putRawValue("tools", pages.get(page));
    if (page + 1 < pages.size()) {
      result.put("nextCursor", cursorOf(page + 1));
    }
    if (request.era() == Era.MODERN) {
      result.put("ttlMs", freshMillis);
      result.put("cacheScope", "private");
    }
    return new McpOutcome.Result(result);
  }

  private static ObjectNode listed(Tool tool) {
    Hints hints = tool.hints();
    ObjectNode listed = JsonNodeFactory.instance.objectNode();
    listed.put("name", tool.name());
    listed.put("title", tool.title());
    listed.put("description", tool.description());
    listed.set("inputSchema", tool.inputSchema());
    listed
        .putObject("annotations")
        .put("title", tool.title())
        .put("readOnlyHint", hints.readOnly())
        .put("destructiveHint", hints.destructive())
        .put("idempotentHint", hints.idempotent())
        .put("openWorldHint", hints.openWorld());
    listed.putObject("_meta").put(META_OPERATION, tool.operation().toString());
    return listed;
  }

  private String cursorOf(int page) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((version + ":" + page).getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable Integer pageAt(JsonNode cursor) {
    for (int page = 1; page < pages.size(); page++) {
      if (cursor.isString() && cursor.stringValue().equals(cursorOf(page))) {
        return page;
      }
    }
    return null;
  }
}
