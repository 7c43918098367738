package dev.gamelan.simulator.world;

import java.util.List;
import java.util.Random;

/** Chance that is the same for the same seed, and the ids that come of it. */
public final class Dice {
  private final Random random;

  public Dice(long seed) {
    random = new Random(seed);
  }

  /** A decimal string that fits a signed 64-bit number but not a double. */
  public String id() {
    return Long.toString(random.nextLong(1_000_000_000_000_000_000L, Long.MAX_VALUE));
  }

  /** An id as a customer's CRM makes them. */
  public String crmId(String prefix) {
    var id = new StringBuilder(prefix);
    while (id.length() < 18) {
      id.append("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".charAt(random.nextInt(36)));
    }
    return id.toString();
  }

  public <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** From least to most, both included. */
  public int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  public double fraction() {
    return random.nextDouble();
  }
}
