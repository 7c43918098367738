package dev.gamelan.gongcaller.time;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.springframework.stereotype.Component;

/** The clock that cannot jump, and all waiting that goes by it. */
@Component
public class Times {
  public long nanos() {
    return System.nanoTime();
  }

  public void rest(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  /** Waits for a change, at most that long, and perhaps for nothing; the lock is held. */
  public void await(Lock held, Condition changed, Duration atMost) throws InterruptedException {
    changed.awaitNanos(atMost.toNanos());
  }
}
