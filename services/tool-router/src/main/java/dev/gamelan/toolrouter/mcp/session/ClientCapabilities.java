package dev.gamelan.toolrouter.mcp.session;

import dev.gamelan.toolrouter.mcp.offer.Question;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a client has said it can be asked.
 *
 * @param takesTasks whether it can be given a task in the place of an answer
 */
public record ClientCapabilities(Set<Question.Kind> askable, boolean takesTasks) {
  public static final String TASKS = "io.modelcontextprotocol/tasks";
  public static final ClientCapabilities NONE = new ClientCapabilities(Set.of());

  public ClientCapabilities(Set<Question.Kind> askable) {
    this(askable, false);
  }

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
    return new ClientCapabilities(askable, declared.path("extensions").path(TASKS).isObject());
  }

  public boolean canAsk(Question.Kind kind) {
    return askable.contains(kind);
  }
}
