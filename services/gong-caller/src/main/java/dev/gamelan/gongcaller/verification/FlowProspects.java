package dev.gamelan.gongcaller.verification;

import dev.gamelan.schemas.GongRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sees by the flows that prospects are in whether they were assigned to one. */
final class FlowProspects {
  private static final String FLOW = "flowId";
  private static final String PROSPECTS = "crmProspectsIds";
  private static final int MOST = 100;

  private FlowProspects() {}

  static Optional<JsonNode> facts(GongRequest write) {
    JsonNode body = Verifiable.json(write.getBody());
    Set<String> prospects = texts(body.path(PROSPECTS));
    if (!body.path(FLOW).isString() || prospects.isEmpty() || prospects.size() > MOST) {
      return Optional.empty();
    }
    ObjectNode kept = JsonMapper.shared().createObjectNode();
    kept.put(FLOW, body.path(FLOW).asString());
    ArrayNode named = kept.putArray(PROSPECTS);
    prospects.forEach(named::add);
    return Optional.of(kept);
  }

  static GongRequest read(JsonNode facts) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.set(PROSPECTS, facts.path(PROSPECTS));
    return GongRequest.newBuilder()
        .setMethod("POST")
        .setPath("/v2/flows/prospects")
        .setQuery(List.of())
        .setBody(body.toString())
        .build();
  }

  /** Gong may have taken some and refused others: then a person has to look. */
  static Optional<Boolean> assigned(JsonNode facts, Verifiable.Shown shown) {
    if (!shown.isThere()) {
      return Optional.empty();
    }
    Set<String> assigned = new HashSet<>();
    for (JsonNode one : shown.body().path("prospectsAssigned")) {
      if (one.path(FLOW).equals(facts.path(FLOW))) {
        assigned.add(one.path("crmProspectId").asString(""));
      }
    }
    Set<String> wanted = texts(facts.path(PROSPECTS));
    if (assigned.containsAll(wanted)) {
      return Optional.of(true);
    }
    return wanted.stream().noneMatch(assigned::contains) ? Optional.of(false) : Optional.empty();
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new HashSet<>();
    for (JsonNode one : list) {
      texts.add(one.asString(""));
    }
    return texts;
  }
}
