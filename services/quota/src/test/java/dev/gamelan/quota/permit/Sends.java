package dev.gamelan.quota.permit;

import java.util.ArrayList;
import java.util.List;

/** The judge: knows nothing of permits, only when something was sent. */
final class Sends {
  private final List<Long> moments = new ArrayList<>();

  void at(long moment) {
    moments.add(moment);
  }

  List<Long> moments() {
    return moments.stream().sorted().toList();
  }

  int size() {
    return moments.size();
  }

  /** The most that any window of that length holds, its end left out. */
  int mostWithin(long millis) {
    List<Long> sorted = moments();
    int most = 0;
    int first = 0;
    for (int last = 0; last < sorted.size(); last++) {
      while (sorted.get(last) - sorted.get(first) >= millis) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
