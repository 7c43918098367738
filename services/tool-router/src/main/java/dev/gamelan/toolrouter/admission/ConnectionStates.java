package dev.gamelan.toolrouter.admission;

import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.QuotaState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * What gong-caller and quota last said of each connection. Nothing is said after it was heard: what
 * seems to be was said by a clock that is ahead of ours, and all its moments are as much earlier.
 */
@Component
public final class ConnectionStates {
  /** Clocks differ by a little everywhere. */
  private static final Duration TOLERATED = Duration.ofSeconds(1);

  private final Map<String, Heard<LaneState>> lanes = new ConcurrentHashMap<>();
  private final Map<String, Heard<QuotaState>> quotas = new ConcurrentHashMap<>();
  private final Clock clock;
  private final LongSupplier nanoTime;

  private record Heard<S>(S state, long nanos) {}

  @Autowired
  ConnectionStates(Clock clock) {
    this(clock, System::nanoTime);
  }

  /**
   * @param nanoTime never jumps
   */
  ConnectionStates(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  void replay(LaneState lane) {
    lanes.put(lane.getConnection(), new Heard<>(lane, nanoTime.getAsLong()));
  }

  void replay(QuotaState quota) {
    quotas.put(quota.getConnection(), new Heard<>(quota, nanoTime.getAsLong()));
  }

  public @Nullable LaneState lane(String connection) {
    Heard<LaneState> heard = lanes.get(connection);
    if (heard == null) {
      return null;
    }
    LaneState lane = heard.state();
    Duration ahead = ahead(lane.getAt(), heard.nanos());
    return ahead.compareTo(TOLERATED) <= 0
        ? lane
        : LaneState.newBuilder(lane)
            .setAt(lane.getAt().minus(ahead))
            .setFrozenUntil(earlier(lane.getFrozenUntil(), ahead))
            .build();
  }

  public @Nullable QuotaState quota(String connection) {
    Heard<QuotaState> heard = quotas.get(connection);
    if (heard == null) {
      return null;
    }
    QuotaState quota = heard.state();
    Duration ahead = ahead(quota.getAt(), heard.nanos());
    return ahead.compareTo(TOLERATED) <= 0
        ? quota
        : QuotaState.newBuilder(quota)
            .setAt(quota.getAt().minus(ahead))
            .setNextFreeAt(earlier(quota.getNextFreeAt(), ahead))
            .setFrozenUntil(earlier(quota.getFrozenUntil(), ahead))
            .setRunsOutAt(earlier(quota.getRunsOutAt(), ahead))
            .build();
  }

  /** By how much the speaker's clock is ahead of ours, at least. */
  private Duration ahead(Instant saidAt, long heardNanos) {
    Duration ago = Duration.ofNanos(nanoTime.getAsLong() - heardNanos);
    return Duration.between(clock.instant().minus(ago), saidAt);
  }

  private static @Nullable Instant earlier(@Nullable Instant moment, Duration by) {
    return moment == null ? null : moment.minus(by);
  }
}
