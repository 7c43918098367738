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

  synchronized void note(String connection, CallFacts facts, Instant at) {
    Key key = new Key(connection, facts.id());
    Kept before = seen.get(key);
    if (before != null && before.at().isAfter(at)) {
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
    return kept == null || kept.at().plus(believedFor).isBefore(clock.instant())
        ? null
        : kept.facts();
  }

  synchronized int size() {
    return seen.size();
  }
}
