package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.offer.Declared;
import dev.gamelan.toolrouter.mcp.offer.Era;
import dev.gamelan.toolrouter.mcp.offer.Offer;
import dev.gamelan.toolrouter.mcp.session.ClientCapabilities;
import dev.gamelan.toolrouter.mcp.session.Sessions;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells a client what it has met: by server/discover or, in the old era, by initialize. */
@Component
final class Greeting {
  static final String META_SERVER = "io.modelcontextprotocol/serverInfo";

  private final Offer offer;
  private final Sessions sessions;
  private final McpProperties properties;

  Greeting(Offer offer, Sessions sessions, McpProperties properties) {
    this.offer = offer;
    this.sessions = sessions;
    this.properties = properties;
  }

  McpOutcome discover(McpRequest request) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    Revisions.ALL.forEach(result.putArray("supportedVersions")::add);
    result.set("capabilities", capabilities(Era.MODERN));
    result.put("instructions", offer.declared().instructions());
    result.put("ttlMs", properties.toolsFresh().toMillis());
    result.put("cacheScope", "public");
    return new McpOutcome.Result(result);
  }

  /** The client's revision if it is spoken here, else the newest that begins this way. */
  McpOutcome initialize(McpRequest request) {
    String asked = request.params().path("protocolVersion").asString("");
    String agreed = Revisions.legacy(asked) ? asked : Revisions.NEWEST_LEGACY;
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("protocolVersion", agreed);
    result.set("capabilities", capabilities(Era.LEGACY));
    result.set("serverInfo", serverInfo());
    result.put("instructions", offer.declared().instructions());
    String session =
        sessions.begin(
            request.caller(), agreed, ClientCapabilities.of(request.params().path("capabilities")));
    return new McpOutcome.Result(result, "complete", session);
  }

  private ObjectNode capabilities(Era era) {
    Declared declared = offer.declared();
    ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
    if (declared.has(Declared.Part.TOOLS)) {
      capabilities.putObject("tools").put("listChanged", true);
    }
    if (declared.has(Declared.Part.PROMPTS)) {
      capabilities.putObject("prompts").put("listChanged", true);
    }
    if (declared.has(Declared.Part.RESOURCES)) {
      capabilities.putObject("resources").put("listChanged", true).put("subscribe", true);
    }
    if (declared.has(Declared.Part.COMPLETIONS)) {
      capabilities.putObject("completions");
    }
    if (era == Era.MODERN && declared.has(Declared.Part.TASKS)) {
      capabilities.putObject("extensions").putObject(ClientCapabilities.TASKS);
    }
    if (era == Era.LEGACY && declared.has(Declared.Part.LOGGING)) {
      capabilities.putObject("logging");
    }
    return capabilities;
  }

  static ObjectNode serverInfo() {
    String version = Greeting.class.getPackage().getImplementationVersion();
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", "gamelan")
        .put("title", "Gamelan: Gong for everyone, in strict time")
        .put("version", version == null ? "development" : version);
  }
}
