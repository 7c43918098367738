package dev.gamelan.gongcaller.cache;

import dev.gamelan.gongcaller.sharing.ItemList;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of Gong's, its body sealed.
 *
 * @param list what it lists, if what stands in it is asked for by itself as well
 * @param items the paths by which that is asked for
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
    List<String> items) {
  private static final int BESIDE_THE_BODY = 500;
  private static final int FOR_AN_ITEM = 150;

  /** Not where the clock has gone back since it was asked, for nobody knows how far. */
  boolean isGoodAt(Instant now) {
    return !now.isBefore(askedAt) && now.isBefore(goodUntil);
  }

  long weight() {
    return sealed.length + BESIDE_THE_BODY + (long) items.size() * FOR_AN_ITEM;
  }
}
