package dev.gamelan.audit.trail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the trail, newest first.
 *
 * @param nextCursor asks for the page behind this one; null on the last
 */
record TrailPage(List<RecordedEvent> events, @Nullable String nextCursor) {
  /** Of what was found, one more than the limit where another page follows. */
  static TrailPage of(List<RecordedEvent> found, int limit) {
    if (found.size() <= limit) {
      return new TrailPage(found, null);
    }
    List<RecordedEvent> shown = found.subList(0, limit);
    RecordedEvent last = shown.getLast();
    return new TrailPage(shown, new Cursor(last.at(), last.eventId()).text());
  }
}
