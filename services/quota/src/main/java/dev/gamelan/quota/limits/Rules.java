package dev.gamelan.quota.limits;

/** What limits have to obey, wherever they come from. */
final class Rules {
  static final int MOST_PER_SECOND = 1_000;
  static final long MOST_PER_DAY = 100_000_000;

  private Rules() {}

  static void require(boolean held, String rule) {
    if (!held) {
      throw new IllegalArgumentException("gamelan.limits: " + rule);
    }
  }
}
