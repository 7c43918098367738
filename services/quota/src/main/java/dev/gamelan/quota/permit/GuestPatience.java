package dev.gamelan.quota.permit;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Keeps a guest that asks again and again without waiting from burdening Redis. */
@Component
final class GuestPatience {
  private static final int ASKS_A_SECOND = 10;
  private static final int MOST_GUESTS = 1_000;

  private final Map<String, Bucket> guests =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_GUESTS;
        }
      };

  /** Whether this guest may be heard now. */
  synchronized boolean allows(String connection, String guest) {
    return guests
        .computeIfAbsent(
            connection + ' ' + guest,
            unseen ->
                Bucket.builder()
                    .addLimit(
                        limit ->
                            limit
                                .capacity(2 * ASKS_A_SECOND)
                                .refillGreedy(ASKS_A_SECOND, Duration.ofSeconds(1)))
                    .build())
        .tryConsume(1);
  }
}
