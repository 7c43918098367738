package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.offer.Era;
import dev.gamelan.toolrouter.mcp.offer.Offer;
import dev.gamelan.toolrouter.mcp.offer.Pages;
import dev.gamelan.toolrouter.mcp.offer.Visitor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The lists of what is offered, page by page. */
@Component
final class Lists {
  private final Offer offer;
  private final long freshMillis;

  private interface Source {
    Optional<Pages.Page> page(Visitor visitor, @Nullable String cursor);
  }

  Lists(Offer offer, McpProperties properties) {
    this.offer = offer;
    this.freshMillis = properties.toolsFresh().toMillis();
  }

  McpOutcome tools(McpRequest request) {
    return list(request, "tools", offer::tools);
  }

  McpOutcome prompts(McpRequest request) {
    return list(request, "prompts", offer::prompts);
  }

  McpOutcome resources(McpRequest request) {
    return list(request, "resources", offer::resources);
  }

  McpOutcome templates(McpRequest request) {
    return list(request, "resourceTemplates", offer::templates);
  }

  private McpOutcome list(McpRequest request, String field, Source source) {
    JsonNode cursor = request.params().path("cursor");
    boolean begin = cursor.isMissingNode();
    Visitor visitor = new Visitor(request.caller(), request.connection());
    Pages.Page page =
        begin || cursor.isString()
            ? source.page(visitor, begin ? null : cursor.stringValue()).orElse(null)
            : null;
    if (page == null) {
      return McpError.invalidParams(
          "The cursor is not one of this list as it is now; begin again without one.");
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.putRawValue(field, page.items());
    if (page.next() != null) {
      result.put("nextCursor", page.next());
    }
    if (request.era() == Era.MODERN) {
      result.put("ttlMs", freshMillis);
      result.put("cacheScope", "private");
    }
    return new McpOutcome.Result(result);
  }
}
