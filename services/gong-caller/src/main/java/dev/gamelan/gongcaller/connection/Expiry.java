package dev.gamelan.gongcaller.connection;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
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
    if (credentials.isConsent()) {
      return consentLost(end);
    }
    return (end.isBefore(now)
            ? "The credentials ended on %s (UTC): load new ones."
            : "The credentials end on %s (UTC): load new ones before.")
        .formatted(end.atOffset(ZoneOffset.UTC).toLocalDate());
  }

  static final String ANSWER_LOST =
      "An earlier attempt to renew the tokens did not end well, and may have spent what renews them. ";

  /** Gong renews the tokens no more. */
  static String consentLost(Instant end) {
    return "Gong does not renew the tokens of this connection any more. They end at %s (UTC): an administrator of Gong has to consent anew before."
        .formatted(end.truncatedTo(ChronoUnit.SECONDS));
  }
}
