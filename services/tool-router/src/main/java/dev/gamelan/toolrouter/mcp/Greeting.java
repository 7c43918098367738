package dev.gamelan.toolrouter.mcp;

import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells a client what it has met: by server/discover or, in the old era, by initialize. */
@Component
final class Greeting {
  static final String META_SERVER = "io.modelcontextprotocol/serverInfo";
  private static final String INSTRUCTIONS =
      "These tools call one company's Gong account: calls, transcripts, users, CRM data, stats and"
          + " more. Gong allows this company about three requests a second and ten thousand a day,"
          + " shared by everyone here, so ask for what you need and no more: narrow time ranges,"
          + " ids where you have them, and a further page only if the first was not enough. A call"
          + " that would have to wait too long is refused at once and says when to try again.";

  private final McpProperties properties;

  Greeting(McpProperties properties) {
    this.properties = properties;
  }

  McpOutcome discover(McpRequest request) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    Revisions.ALL.forEach(result.putArray("supportedVersions")::add);
    result.putObject("capabilities").putObject("tools");
    result.put("instructions", INSTRUCTIONS);
    result.put("ttlMs", properties.toolsFresh().toMillis());
    result.put("cacheScope", "public");
    return new McpOutcome.Result(result);
  }

  /** The client's revision if it is spoken here, else the newest that begins this way. */
  McpOutcome initialize(McpRequest request) {
    String asked = request.params().path("protocolVersion").asString("");
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("protocolVersion", Revisions.legacy(asked) ? asked : Revisions.NEWEST_LEGACY);
    result.putObject("capabilities").putObject("tools");
    result.set("serverInfo", serverInfo());
    result.put("instructions", INSTRUCTIONS);
    return new McpOutcome.Result(result);
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
