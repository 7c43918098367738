package dev.gamelan.benchmarks.pacing;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/** bucket4j's own bucket in a time of its own. */
final class BucketPacer implements Pacer {
  private long now;
  private final Bucket bucket =
      Bucket.builder()
          .addLimit(
              limit ->
                  limit.capacity(Window.LIMIT).refillGreedy(Window.LIMIT, Duration.ofSeconds(1)))
          .withCustomTimePrecision(
              new TimeMeter() {
                @Override
                public long currentTimeNanos() {
                  return now;
                }

                @Override
                public boolean isWallClockBased() {
                  return false;
                }
              })
          .build();

  @Override
  public long untilDue(long moment) {
    now = moment;
    var estimated = bucket.estimateAbilityToConsume(1);
    return estimated.canBeConsumed() ? 0 : Math.max(1, estimated.getNanosToWaitForRefill());
  }

  @Override
  public void sent(int request, int operation, long moment) {
    now = moment;
    if (!bucket.tryConsume(1)) {
      throw new IllegalStateException("Sent without a token");
    }
  }
}
