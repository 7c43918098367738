package dev.gamelan.toolrouter.governance.log;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes that somebody wants, all together or not at all.
 *
 * @param eventId proposing the same again under the same id is harmless
 */
public record Proposal(String eventId, List<Change> changes, String by, @Nullable String reason) {
  /** What changes at the hands of nobody in particular. */
  public static final String GAMELAN = "gamelan";

  public Proposal {
    changes = List.copyOf(changes);
  }

  public static Proposal of(List<Change> changes, String by, @Nullable String reason) {
    return new Proposal(UUID.randomUUID().toString(), changes, by, reason);
  }
}
