package dev.gamelan.toolrouter.dispatch;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Calls that are waited for, for tests of what depends on their number. */
public final class Waiting {
  private final PendingCalls calls;

  public Waiting(Clock clock) {
    DispatchProperties roomy =
        new DispatchProperties(
            1000,
            1000,
            Duration.ZERO,
            Duration.ofMinutes(1),
            DataSize.ofMegabytes(1),
            Duration.ofMinutes(1),
            10,
            Duration.ZERO);
    calls = new PendingCalls(roomy, new SimpleMeterRegistry(), clock);
  }

  public PendingCalls calls() {
    return calls;
  }

  public void add(String connection, int number) {
    for (int i = 0; i < number; i++) {
      if (calls.register(connection + i, "reader", connection)
          instanceof PendingCalls.Registration.Refused) {
        throw new IllegalStateException("No room for call " + i);
      }
    }
  }
}
