package dev.gamelan.simulator.world;

import java.time.Clock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** The one world there is now: many may read it, one may change it, and it can be made afresh. */
@Component
public class Worlds {
  private final WorldProperties properties;
  private final Clock clock;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private World world;

  Worlds(WorldProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
    this.world = fresh();
  }

  public <T> T with(boolean changes, Function<World, T> use) {
    var held = changes ? lock.writeLock() : lock.readLock();
    held.lock();
    try {
      return use.apply(world);
    } finally {
      held.unlock();
    }
  }

  public void reset() {
    lock.writeLock().lock();
    try {
      world = fresh();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private World fresh() {
    return new World(properties.seed(), clock, properties.zone(), properties.calls());
  }
}
