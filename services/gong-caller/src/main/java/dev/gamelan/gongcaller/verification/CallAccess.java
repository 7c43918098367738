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

/** Sees by who has access to calls whether it was given or taken. */
final class CallAccess {
  private static final int MOST = 100;

  private CallAccess() {}

  private record Access(String callId, String userId) {}

  /** The list that the write brings, as long as it is one of ids and not too long to keep. */
  static Optional<JsonNode> facts(GongRequest write) {
    JsonNode list = Verifiable.json(write.getBody()).path("callAccessList");
    Set<Access> named = new HashSet<>();
    for (JsonNode call : list) {
      for (JsonNode user : call.path("userIds")) {
        if (!call.path("callId").isString() || !user.isString()) {
          return Optional.empty();
        }
        named.add(new Access(call.path("callId").asString(), user.asString()));
      }
    }
    if (named.isEmpty() || named.size() > MOST) {
      return Optional.empty();
    }
    ArrayNode kept = JsonMapper.shared().createArrayNode();
    named.forEach(one -> kept.addArray().add(one.callId()).add(one.userId()));
    return Optional.of(kept);
  }

  static GongRequest read(JsonNode facts) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    ArrayNode ids = body.putObject("filter").putArray("callIds");
    wanted(facts).stream().map(Access::callId).distinct().sorted().forEach(ids::add);
    return GongRequest.newBuilder()
        .setMethod("POST")
        .setPath("/v2/calls/users-access")
        .setQuery(List.of())
        .setBody(body.toString())
        .build();
  }

  static Optional<Boolean> given(JsonNode facts, Verifiable.Shown shown) {
    return shown.isThere()
        ? Optional.of(shown(shown.body()).containsAll(wanted(facts)))
        : Optional.empty();
  }

  static Optional<Boolean> taken(JsonNode facts, Verifiable.Shown shown) {
    return shown.isThere()
        ? Optional.of(wanted(facts).stream().noneMatch(shown(shown.body())::contains))
        : Optional.empty();
  }

  private static Set<Access> wanted(JsonNode facts) {
    Set<Access> wanted = new HashSet<>();
    for (JsonNode one : facts) {
      wanted.add(new Access(one.path(0).asString(""), one.path(1).asString("")));
    }
    return wanted;
  }

  private static Set<Access> shown(JsonNode body) {
    Set<Access> shown = new HashSet<>();
    for (JsonNode call : body.path("callAccessList")) {
      for (JsonNode user : call.path("users")) {
        shown.add(new Access(call.path("callId").asString(""), user.path("userId").asString("")));
      }
    }
    return shown;
  }
}
