package dev.gamelan.gongcaller.lane;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys of the writes that wait or are under way: one call has each, from before it
 * may be sent until the ledger holds its ending.
 */
final class KeysInHand {
  private final Map<String, QueuedCall> holders = new ConcurrentHashMap<>();

  /** Whose key it is, if not the call's own. */
  @Nullable QueuedCall other(QueuedCall call) {
    QueuedCall holder = call.key() == null ? null : holders.get(call.key());
    return holder == null || isSame(holder, call) ? null : holder;
  }

  /** Null where the key is the call's from now on; else whose it is. */
  @Nullable QueuedCall take(QueuedCall call) {
    String key = call.key();
    QueuedCall holder = key == null ? null : holders.putIfAbsent(key, call);
    return holder == null || isSame(holder, call) ? null : holder;
  }

  void release(QueuedCall call) {
    String key = call.key();
    if (key != null) {
      holders.remove(key, call);
    }
  }

  /** A command may stand on its topic twice. */
  private static boolean isSame(QueuedCall one, QueuedCall other) {
    return one.request().getCallId().equals(other.request().getCallId());
  }
}
