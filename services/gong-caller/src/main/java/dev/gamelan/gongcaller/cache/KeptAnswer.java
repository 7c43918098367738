package dev.gamelan.gongcaller.cache;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An answer of Gong's, its body sealed. */
record KeptAnswer(
    byte[] sealed,
    int status,
    @Nullable String contentType,
    @Nullable String requestId,
    String permitId,
    Instant askedAt,
    Instant goodUntil) {
  private static final int BESIDE_THE_BODY = 500;

  /** Not where the clock has gone back since it was asked, for nobody knows how far. */
  boolean isGoodAt(Instant now) {
    return !now.isBefore(askedAt) && now.isBefore(goodUntil);
  }

  long weight() {
    return sealed.length + BESIDE_THE_BODY;
  }
}
