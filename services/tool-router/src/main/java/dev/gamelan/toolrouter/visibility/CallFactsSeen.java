package dev.gamelan.toolrouter.visibility;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What decides on calls, as it stood in Gong's latest answers, whoever asked: who may see a call
 * does not depend on who found it. Bounded by number and age, for a call may become private.
 */
@Component
final class CallFactsSeen {
  private final LinkedHashMap<Key, Kept> seen = new LinkedHashMap<>();
  private final int most;
  private final Duration believedFor;
  private final Clock clock;

  private record Key(String connection, String callId) {}

  private record Kept(CallFacts facts, Instant at) {}

  CallFactsSeen(VisibilityProperties properties, Clock clock) {
    this.most = properties.callsRemembered();
    this.believedFor = properties.callsBelievedFor();
    this.clock = clock;
  }

  /**
   * @param told when Gong told it, by somebody else's clock; not later than now, whatever that
   *     shows
   */
  synchronized void note(String connection, CallFacts facts, Instant told) {
    Instant now = clock.instant();
    Instant at = told.isAfter(now) ? now : told;
    Key key = new Key(connection, facts.id());
    Kept before = seen.get(key);
    if (before != null && before.at().isAfter(at) && !before.at().isAfter(now)) {
      return;
    }
    seen.remove(key);
    seen.put(key, new Kept(before == null ? facts : facts.orParticipantsOf(before.facts()), at));
    while (seen.size() > most) {
      seen.pollFirstEntry();
    }
  }

  synchronized @Nullable CallFacts find(String connection, String callId) {
    Kept kept = seen.get(new Key(connection, callId));
    return kept == null || !isBelieved(kept, clock.instant()) ? null : kept.facts();
  }

  /** Not where the clock has gone back since, for nobody knows how far. */
  private boolean isBelieved(Kept kept, Instant now) {
    return !kept.at().isAfter(now) && !kept.at().plus(believedFor).isBefore(now);
  }

  synchronized int size() {
    return seen.size();
  }
}
