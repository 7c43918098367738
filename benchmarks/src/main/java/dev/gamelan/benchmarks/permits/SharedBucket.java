package dev.gamelan.benchmarks.permits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A bucket of bucket4j's at Redis, by compare and set, with a clock that can be put forward. */
final class SharedBucket {
  private final AtomicLong forward = new AtomicLong();
  private final Bucket bucket;

  SharedBucket(
      StatefulRedisConnection<String, byte[]> redis, String key, long capacity, Duration refill) {
    var clock =
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return System.currentTimeMillis() * 1_000_000 + forward.get();
          }

          @Override
          public boolean isWallClockBased() {
            return true;
          }
        };
    bucket =
        Bucket4jLettuce.casBasedBuilder(redis)
            .clientClock(clock)
            .build()
            .builder()
            .build(
                key,
                () ->
                    BucketConfiguration.builder()
                        .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, refill))
                        .build());
  }

  boolean take() {
    return bucket.tryConsume(1);
  }

  void putClockForward(Duration by) {
    forward.addAndGet(by.toNanos());
  }
}
