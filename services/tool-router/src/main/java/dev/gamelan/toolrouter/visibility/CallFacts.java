package dev.gamelan.toolrouter.visibility;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What decides on who may see a call.
 *
 * @param owner the user whom Gong names first; null where it names none
 * @param workspace null where Gong does not say
 * @param isPrivate also where Gong does not say
 * @param participants the users who took part, as far as they are known
 */
record CallFacts(
    String id,
    @Nullable String owner,
    @Nullable String workspace,
    boolean isPrivate,
    Set<String> participants) {
  CallFacts {
    participants = Set.copyOf(participants);
  }

  /**
   * Empty where it is no call.
   *
   * @param call with its facts, or with them in {@code metaData}
   */
  static Optional<CallFacts> of(JsonNode call) {
    JsonNode facts = call.has("metaData") ? call.path("metaData") : call;
    String id = text(facts.path("id"));
    if (id == null) {
      return Optional.empty();
    }
    Set<String> participants = new HashSet<>();
    for (JsonNode party : call.path("parties")) {
      String userId = text(party.path("userId"));
      if (userId != null) {
        participants.add(userId);
      }
    }
    return Optional.of(
        new CallFacts(
            id,
            text(facts.path("primaryUserId")),
            text(facts.path("workspaceId")),
            facts.path("isPrivate").asBoolean(true),
            participants));
  }

  /** Who took part does not change, and not every answer tells. */
  CallFacts orParticipantsOf(CallFacts before) {
    return participants.isEmpty()
        ? new CallFacts(id, owner, workspace, isPrivate, before.participants())
        : this;
  }

  /** An id as text; Gong writes some as numbers. */
  static @Nullable String text(JsonNode id) {
    if (id.isIntegralNumber()) {
      return id.asString();
    }
    return id.isString() && !id.stringValue().isBlank() ? id.stringValue() : null;
  }
}
