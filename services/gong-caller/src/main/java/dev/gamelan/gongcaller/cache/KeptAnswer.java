package dev.gamelan.gongcaller.cache;

import dev.gamelan.gongcaller.sharing.ItemList;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer of Gong's, its body sealed.
 *
 * @param goodUntil as a whole
 * @param list what it lists, if what stands in it is asked for by itself as well
 * @param items the paths by which that is asked for
 * @param itemsGoodUntil for they say nothing of a next page
 */
record KeptAnswer(
    byte[] sealed,
    int status,
    @Nullable String contentType,
    @Nullable String requestId,
    String permitId,
    Instant askedAt,
    Instant goodUntil,
    @Nullable ItemList list,
    List<String> items,
    Instant itemsGoodUntil) {
  private static final int BESIDE_THE_BODY = 500;
  private static final int FOR_AN_ITEM = 150;

  boolean isGoodAt(Instant now) {
    return isAfterAsking(now) && now.isBefore(goodUntil);
  }

  boolean hasItemsGoodAt(Instant now) {
    return isAfterAsking(now) && !items.isEmpty() && now.isBefore(itemsGoodUntil);
  }

  /** Not where the clock has gone back since it was asked, for nobody knows how far. */
  private boolean isAfterAsking(Instant now) {
    return !now.isBefore(askedAt);
  }

  Duration age(Instant now) {
    return Duration.between(askedAt, now);
  }

  /**
   * What the question for this path alone gets.
   *
   * @param body the answer's, opened
   */
  Optional<byte[]> item(byte[] body, String path) {
    return list == null ? Optional.empty() : list.one(body, path);
  }

  long weight() {
    return sealed.length + BESIDE_THE_BODY + (long) items.size() * FOR_AN_ITEM;
  }
}
