package dev.gamelan.toolrouter.policy;

import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.policy.facts.CallFacts;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls to ask policies about. */
public final class FactsExamples {
  /** A Sunday. */
  public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static final Catalog CATALOG = Catalog.load();
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private FactsExamples() {}

  public static CallFacts call(String tool) {
    return call(tool, NOW, CallFacts.Usage.NONE);
  }

  public static CallFacts call(String tool, Instant now, CallFacts.Usage usage) {
    return new CallFacts(
        new CallFacts.Caller("keycloak:ann", "Ann", Set.of("/sales"), Set.of("read", "write")),
        CallFacts.Client.of("claude", "Claude Desktop"),
        "default",
        CATALOG.find(tool).map(FactsExamples::facts).orElseThrow(),
        now,
        usage);
  }

  private static CallFacts.Tool facts(Tool tool) {
    Set<String> risks = new TreeSet<>();
    tool.risks().forEach(risk -> risks.add(risk.name()));
    return new CallFacts.Tool(
        tool.name(), tool.operation().toString(), tool.effect().name(), risks, tool.inputSchema());
  }

  /** A tool with these arguments only. */
  public static CallFacts.Tool toolTaking(String effect, JsonNode inputSchema) {
    return new CallFacts.Tool("gong_example", "GET /v2/example", effect, Set.of(), inputSchema);
  }

  /** In single quotes as well as in double ones. */
  public static ObjectNode json(String written) {
    return (ObjectNode) JSON.readTree(written);
  }

  public static ObjectNode none() {
    return JsonNodeFactory.instance.objectNode();
  }
}
