package dev.gamelan.gongcaller.verification;

import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Sees by the state of a request of the generic CRM, which its sender named, that it has come. */
final class CrmRequests {
  private static final List<String> NAMED = List.of("integrationId", "clientRequestId");

  private CrmRequests() {}

  static Optional<JsonNode> facts(GongRequest write) {
    ObjectNode kept = JsonMapper.shared().createObjectNode();
    write.getQuery().stream()
        .filter(one -> NAMED.contains(one.getName()))
        .forEach(one -> kept.put(one.getName(), one.getValue()));
    return kept.size() == NAMED.size() ? Optional.of(kept) : Optional.empty();
  }

  static GongRequest read(JsonNode facts) {
    return GongRequest.newBuilder()
        .setMethod("GET")
        .setPath("/v2/crm/request-status")
        .setQuery(
            NAMED.stream()
                .map(name -> new QueryParameter(name, facts.path(name).asString("")))
                .toList())
        .build();
  }

  static Optional<Boolean> accepted(JsonNode facts, Verifiable.Shown shown) {
    return shown.isNotThere() ? Optional.of(false) : known(facts, shown);
  }

  /** Once an integration is gone Gong may know nothing of its requests. */
  static Optional<Boolean> known(JsonNode facts, Verifiable.Shown shown) {
    return shown.isThere() ? Optional.of(true) : Optional.empty();
  }
}
