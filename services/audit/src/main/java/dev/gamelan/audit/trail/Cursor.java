package dev.gamelan.audit.trail;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The place of the last event seen: the next page starts behind it, whatever has come since. */
record Cursor(Instant at, String eventId) {
  /** Opaque to readers, so that the order of the trail may change one day. */
  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((at.toEpochMilli() + ":" + eventId).getBytes(StandardCharsets.UTF_8));
  }

  static Optional<Cursor> read(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      int colon = plain.indexOf(':');
      if (colon < 0 || plain.indexOf('\0') >= 0) {
        return Optional.empty();
      }
      Instant at = Instant.ofEpochMilli(Long.parseLong(plain.substring(0, colon)));
      return Usability.isOnTheCalendar(at)
          ? Optional.of(new Cursor(at, plain.substring(colon + 1)))
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException notOurs) {
      return Optional.empty();
    }
  }
}
