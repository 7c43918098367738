package dev.gamelan.simulator.licences;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Component;

/** What is bought now, and how many of the paid questions are left. */
@Component
public class Licences {
  private Bought bought;
  private int creditsLeft;

  /** Whether Engage works; how many AI credits there are; how long an AI answer takes. */
  public record Bought(
      boolean engage, int aiCredits, Duration aiLatencyLeast, Duration aiLatencyMost) {
    public Bought {
      if (aiCredits < 0
          || aiLatencyLeast.isNegative()
          || aiLatencyMost.compareTo(aiLatencyLeast) < 0) {
        throw new IllegalArgumentException(
            "aiCredits must be 0 or more, and aiLatencyMost not less than aiLatencyLeast");
      }
    }
  }

  Licences(LicenceProperties properties) {
    bought = properties.bought();
    creditsLeft = bought.aiCredits();
  }

  public synchronized Bought bought() {
    return bought;
  }

  /** Changed licences come with all their credits. */
  public synchronized void change(Bought changed) {
    bought = changed;
    creditsLeft = changed.aiCredits();
  }

  public synchronized boolean hasEngage() {
    return bought.engage();
  }

  /** False when none is left. */
  public synchronized boolean spendCredit() {
    if (creditsLeft == 0) {
      return false;
    }
    creditsLeft--;
    return true;
  }

  public synchronized Duration aiLatency() {
    long least = bought.aiLatencyLeast().toMillis();
    long most = bought.aiLatencyMost().toMillis();
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(least, most + 1));
  }
}
