package dev.gamelan.identity.oauth;

import dev.gamelan.identity.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers good tokens for a moment, by their hashes, so that not each request costs a check. */
final class RecentlyChecked {
  static final int MOST = 10_000;

  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Duration moment;
  private final InstantSource clock;

  private record Known(Caller caller, Instant from, Instant until) {
    /** Not where the clock has gone back since, for nobody knows how far. */
    boolean isGoodAt(Instant now) {
      return !now.isBefore(from) && now.isBefore(until);
    }
  }

  RecentlyChecked(Duration moment, InstantSource clock) {
    this.moment = moment;
    this.clock = clock;
  }

  Optional<Caller> find(String token) {
    Known found = known.get(hash(token));
    return found != null && found.isGoodAt(clock.instant())
        ? Optional.of(found.caller())
        : Optional.empty();
  }

  void add(String token, Caller caller, Instant expires) {
    Instant now = clock.instant();
    if (known.size() >= MOST) {
      known.values().removeIf(each -> !each.isGoodAt(now));
    }
    if (known.size() < MOST) {
      Instant later = now.plus(moment);
      known.put(hash(token), new Known(caller, now, expires.isBefore(later) ? expires : later));
    }
  }

  private static String hash(String token) {
    try {
      byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
