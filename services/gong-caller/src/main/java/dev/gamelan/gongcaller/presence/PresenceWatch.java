package dev.gamelan.gongcaller.presence;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks who is there, and has those put out of the group who were and are no more. That may be
 * wrong and harms nobody: who is put out while it lives joins again, and whether it may send is
 * said by quota's lease alone.
 */
@Component
@EnableConfigurationProperties(PresenceProperties.class)
final class PresenceWatch implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(PresenceWatch.class);

  private final PresenceLocks locks;
  private final CallerGroup group;
  private final PresenceProperties properties;
  private final Set<Integer> gone = new HashSet<>();
  private Set<Integer> known = Set.of();
  private volatile boolean running;
  private @Nullable Thread looking;

  PresenceWatch(PresenceLocks locks, CallerGroup group, PresenceProperties properties) {
    this.locks = locks;
    this.group = group;
    this.properties = properties;
  }

  @Override
  public void start() {
    running = true;
    look();
    looking = Thread.ofVirtual().name("presence").start(this::keepLooking);
  }

  private void keepLooking() {
    try {
      while (running) {
        Thread.sleep(properties.every());
        look();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  void look() {
    try {
      lookAround();
    } catch (RuntimeException bug) {
      log.error("The look at who is there failed", bug);
    }
  }

  /** Who cannot see the others knows nothing of an end. */
  private void lookAround() {
    Set<Integer> there = locks.there();
    if (there == null) {
      known = Set.of();
      gone.clear();
      return;
    }
    gone.addAll(known);
    gone.removeAll(there);
    known = there;
    if (!gone.isEmpty() && group.expel(gone)) {
      gone.clear();
    }
  }

  @Override
  public void stop() {
    running = false;
    Thread last = looking;
    if (last != null) {
      last.interrupt();
      try {
        last.join(properties.patience());
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }
    locks.letGo();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** There before it consumes, and until it has left off. */
  @Override
  public int getPhase() {
    return 0;
  }
}
