package dev.gamelan.quota.permit;

import dev.gamelan.quota.limits.Limits;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketExceptions.BucketExecutionException;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection's turns: a bucket4j bucket on Redis that holds one token, refilled once an interval.
 */
final class Pace {
  private static final int RETRIES = 10;

  private final BucketProxy bucket;
  private final BucketConfiguration configuration;
  private final Duration lookahead;
  private volatile boolean configured;

  Pace(String key, Limits limits, QuotaClock clock, RedisLink link) {
    lookahead = limits.lookahead();
    configuration =
        BucketConfiguration.builder()
            .addLimit(limit -> limit.capacity(1).refillGreedy(1, limits.interval()))
            .build();
    bucket =
        Bucket4jLettuce.casBasedBuilder(link.connection())
            .clientClock(clock)
            .requestTimeout(link.timeout())
            .maxRetries(RETRIES)
            .build()
            .builder()
            .build(key, () -> configuration);
  }

  /**
   * Takes the next turn and tells how far off it is; empty where it is too far off to take.
   *
   * @throws RedisAwayException where Redis does not answer in time
   */
  Optional<Duration> takeTurn() {
    try {
      return take();
    } catch (RedisException | BucketExecutionException away) {
      throw new RedisAwayException(away);
    }
  }

  private Optional<Duration> take() {
    if (!configured) {
      // A bucket left by other limits keeps its debt: changing limits must refill nothing.
      bucket.replaceConfiguration(configuration, TokensInheritanceStrategy.AS_IS);
      configured = true;
    }
    long[] wait = {0};
    boolean taken =
        bucket
            .asBlocking()
            .tryConsumeUninterruptibly(1, lookahead.toNanos(), nanos -> wait[0] = nanos);
    return taken ? Optional.of(Duration.ofNanos(wait[0])) : Optional.empty();
  }
}
