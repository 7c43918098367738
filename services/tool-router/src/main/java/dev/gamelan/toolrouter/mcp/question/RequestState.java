package dev.gamelan.toolrouter.mcp.question;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client carries from one round of a request to the next.
 *
 * @param nonce unguessable; by it a state is spent
 * @param request a digest of who asks for what
 * @param asked the names of this round's questions, each with a digest of the question
 * @param answered the answers of the rounds before
 * @param once whether it counts once
 */
record RequestState(
    String nonce,
    String request,
    Instant expires,
    ObjectNode asked,
    ObjectNode answered,
    boolean once) {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  String written() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("n", nonce).put("d", request).put("x", expires.toEpochMilli()).put("o", once);
    json.set("q", asked);
    json.set("a", answered);
    return MAPPER.writeValueAsString(json);
  }

  static Optional<RequestState> read(String written) {
    try {
      JsonNode json = MAPPER.readTree(written);
      return json.path("q") instanceof ObjectNode asked
              && json.path("a") instanceof ObjectNode answered
          ? Optional.of(
              new RequestState(
                  json.path("n").asString(),
                  json.path("d").asString(),
                  Instant.ofEpochMilli(json.path("x").asLong()),
                  asked,
                  answered,
                  json.path("o").asBoolean()))
          : Optional.empty();
    } catch (JacksonException ofAnotherVersion) {
      return Optional.empty();
    }
  }
}
