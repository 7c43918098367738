package dev.gamelan.toolrouter.mcp.session;

import dev.gamelan.toolrouter.mcp.offer.Question;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a client has said it can be asked. */
public record ClientCapabilities(Set<Question.Kind> askable) {
  public static final ClientCapabilities NONE = new ClientCapabilities(Set.of());

  public ClientCapabilities {
    askable = Set.copyOf(askable);
  }

  public static ClientCapabilities of(JsonNode declared) {
    EnumSet<Question.Kind> askable = EnumSet.noneOf(Question.Kind.class);
    for (Question.Kind kind : Question.Kind.values()) {
      if (declared.path(kind.capability()).isObject()) {
        askable.add(kind);
      }
    }
    return new ClientCapabilities(askable);
  }

  public boolean canAsk(Question.Kind kind) {
    return askable.contains(kind);
  }
}
