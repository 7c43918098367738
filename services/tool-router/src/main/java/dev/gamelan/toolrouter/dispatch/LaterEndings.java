package dev.gamelan.toolrouter.dispatch;

import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where on the topic the endings stand that are asked for later: their answers can be read again
 * after they have made room in memory. Bounded by age and number.
 */
@Component
final class LaterEndings {
  private final LinkedHashMap<String, Place> places = new LinkedHashMap<>();
  private final DispatchProperties properties;
  private final Clock clock;

  /** A record of the topic. */
  record Place(int partition, long offset, Instant at) {}

  LaterEndings(DispatchProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  /** A call ends once: the first place stands. */
  synchronized void note(String callId, Place place) {
    if (LaterCalls.isLater(callId) && !tooOld(place)) {
      places.putIfAbsent(callId, place);
      makeRoom();
    }
  }

  synchronized @Nullable Place find(String callId) {
    Place place = places.get(callId);
    return place == null || tooOld(place) ? null : place;
  }

  private void makeRoom() {
    Iterator<Place> oldestFirst = places.values().iterator();
    while (oldestFirst.hasNext()) {
      if (!tooOld(oldestFirst.next()) && places.size() <= properties.laterEndings()) {
        return;
      }
      oldestFirst.remove();
    }
  }

  private boolean tooOld(Place place) {
    return place.at().plus(properties.findFor()).isBefore(clock.instant());
  }
}
