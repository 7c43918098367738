package dev.gamelan.gongcaller.connection;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Says ahead that credentials end. */
final class Expiry {
  private Expiry() {}

  static boolean isNear(CredentialRow credentials, Instant now, Duration ahead) {
    Instant end = credentials.expiresAt();
    return end != null && end.isBefore(now.plus(ahead));
  }

  static @Nullable String problem(CredentialRow credentials, Instant now, Duration ahead) {
    Instant end = credentials.expiresAt();
    if (end == null || !end.isBefore(now.plus(ahead))) {
      return null;
    }
    return (end.isBefore(now)
            ? "The credentials ended on %s (UTC): load new ones."
            : "The credentials end on %s (UTC): load new ones before.")
        .formatted(end.atOffset(ZoneOffset.UTC).toLocalDate());
  }
}
