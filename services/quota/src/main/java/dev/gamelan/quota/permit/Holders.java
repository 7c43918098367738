package dev.gamelan.quota.permit;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The holders this instance has seen: after a loss, those it saw superseded must still not return.
 */
final class Holders {
  private static final int MOST = 1000;

  private final LinkedHashSet<String> former = new LinkedHashSet<>();
  private String current = "";

  synchronized void holds(String holder) {
    if (!holder.equals(current)) {
      if (!current.isEmpty()) {
        superseded(current);
      }
      current = holder;
    }
  }

  synchronized void superseded(String holder) {
    former.add(holder);
    if (former.size() > MOST) {
      former.removeFirst();
    }
    if (holder.equals(current)) {
      current = "";
    }
  }

  synchronized Set<String> former() {
    return new HashSet<>(former);
  }

  synchronized String current() {
    return current;
  }
}
