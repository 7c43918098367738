package dev.gamelan.toolrouter.mcp.session;

import dev.gamelan.toolrouter.mcp.offer.Question;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client of the old era said when it began: all of it stands in the session's id.
 *
 * @param id unguessable; under it others are told of the session
 */
public record Session(
    String id, String caller, String revision, ClientCapabilities capabilities, Instant expires) {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  String written() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("i", id).put("c", caller).put("r", revision).put("x", expires.getEpochSecond());
    ArrayNode askable = json.putArray("a");
    List.of(Question.Kind.values()).stream()
        .filter(capabilities::canAsk)
        .forEach(kind -> askable.add(kind.capability()));
    return MAPPER.writeValueAsString(json);
  }

  static Optional<Session> read(String written) {
    try {
      JsonNode json = MAPPER.readTree(written);
      return Optional.of(
          new Session(
              json.path("i").asString(),
              json.path("c").asString(),
              json.path("r").asString(),
              new ClientCapabilities(askable(json.path("a"))),
              Instant.ofEpochSecond(json.path("x").asLong())));
    } catch (JacksonException ofAnotherVersion) {
      return Optional.empty();
    }
  }

  private static Set<Question.Kind> askable(JsonNode names) {
    EnumSet<Question.Kind> askable = EnumSet.noneOf(Question.Kind.class);
    for (Question.Kind kind : Question.Kind.values()) {
      names
          .valueStream()
          .filter(name -> name.asString("").equals(kind.capability()))
          .forEach(name -> askable.add(kind));
    }
    return askable;
  }
}
