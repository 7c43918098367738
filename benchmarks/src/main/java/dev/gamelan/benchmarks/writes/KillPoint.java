package dev.gamelan.benchmarks.writes;

import dev.gamelan.benchmarks.load.Gong;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** When a writer is killed: so long after one of its writes has reached Gong. */
enum KillPoint {
  ARRIVED(0),
  AT_WORK(60),
  ANSWERING(121),
  ANSWERED(127),
  BETWEEN_TWO(180);

  /** How long Gong takes. */
  static final long WORK_MILLIS = 120;

  private static final long PATIENCE_SECONDS = 60;
  private final long afterMillis;

  KillPoint(long afterMillis) {
    this.afterMillis = afterMillis;
  }

  void await(Gong gong) throws IOException, InterruptedException {
    long seen = gong.arrivals();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (gong.arrivals() == seen) {
      if (System.nanoTime() > end) {
        throw new IOException("Nothing is written any more");
      }
      TimeUnit.MICROSECONDS.sleep(500);
    }
    TimeUnit.MILLISECONDS.sleep(afterMillis);
  }
}
