package dev.gamelan.gongcaller.lane;

import dev.gamelan.schemas.LaneState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Does what has to be done every now and then, and stops the lanes before anything they need stops.
 */
@Component
final class LaneClock implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(LaneClock.class);
  private static final Duration FORGET_LANE_AFTER = Duration.ofMinutes(5);
  private static final Duration FORGET_WRITES_EVERY = Duration.ofHours(1);
  private static final long REJOIN_EVERY = Duration.ofSeconds(10).toNanos();

  private final Lanes lanes;
  private final LaneParts parts;
  private final RequestedContainerListener consumer;
  private final AtomicBoolean publishing = new AtomicBoolean();
  private long lastRejoin;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lane-clock").factory());
  private volatile boolean running;

  LaneClock(Lanes lanes, LaneParts parts, RequestedContainerListener consumer) {
    this.lanes = lanes;
    this.parts = parts;
    this.lastRejoin = parts.nanos() - REJOIN_EVERY;
    this.consumer = consumer;
  }

  @Override
  public void start() {
    running = true;
    every(parts.properties().stateEvery(), this::tick);
    every(FORGET_WRITES_EVERY, () -> Thread.startVirtualThread(parts.ledger()::forgetOld));
  }

  private void every(Duration time, Runnable action) {
    var unused =
        clock.scheduleWithFixedDelay(
            () -> {
              try {
                action.run();
              } catch (RuntimeException bug) {
                log.error("The lanes' clock goes on after a problem", bug);
              }
            },
            time.toMillis(),
            time.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void tick() {
    lanes.tick(FORGET_LANE_AFTER);
    if (lanes.anyFenced() && parts.nanos() - lastRejoin >= REJOIN_EVERY) {
      lastRejoin = parts.nanos();
      consumer.rejoin();
    }
    if (publishing.compareAndSet(false, true)) {
      List<LaneState> states = lanes.all().map(Lane::takeNews).flatMap(Optional::stream).toList();
      Thread.startVirtualThread(
          () -> {
            try {
              states.forEach(parts.publisher()::laneState);
            } finally {
              publishing.set(false);
            }
          });
    }
  }

  @Override
  public void stop() {
    lanes.stop();
    clock.shutdown();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The last to start and the first to stop: before the bindings, whose commits come after. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
