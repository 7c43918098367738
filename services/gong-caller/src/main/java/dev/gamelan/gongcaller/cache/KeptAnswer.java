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

  long weight() {
    return sealed.length + BESIDE_THE_BODY;
  }
}
