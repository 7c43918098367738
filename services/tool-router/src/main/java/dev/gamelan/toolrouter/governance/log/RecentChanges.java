package dev.gamelan.toolrouter.governance.log;

import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last changes that came into force, for people to look at: as many as there is room for, the
 * same on every instance. Older ones stand in the audit trail.
 */
public final class RecentChanges {
  static final int MOST_EVENTS = 5000;
  static final long MOST_CHARACTERS = 8_000_000;

  private final Deque<Recent> events = new ArrayDeque<>();
  private long characters;
  private boolean complete = true;

  /** An event and its place in the log. */
  public record Recent(long offset, GovernanceEvent event) {
    private long characters() {
      return event.getChanges().stream().mapToLong(Recent::characters).sum();
    }

    private static long characters(GovernedChange change) {
      return 200L + length(change.getBefore()) + length(change.getAfter());
    }

    private static int length(@Nullable String json) {
      return json == null ? 0 : json.length();
    }
  }

  /**
   * @param complete whether these are all that there ever were
   */
  public record Tail(List<Recent> newestFirst, boolean complete) {}

  synchronized void note(long offset, GovernanceEvent event) {
    Recent recent = new Recent(offset, event);
    events.addLast(recent);
    characters += recent.characters();
    while (events.size() > MOST_EVENTS || (characters > MOST_CHARACTERS && events.size() > 1)) {
      characters -= events.removeFirst().characters();
      complete = false;
    }
  }

  public synchronized Tail tail() {
    List<Recent> newestFirst = new ArrayList<>(events);
    Collections.reverse(newestFirst);
    return new Tail(newestFirst, complete);
  }
}
