package dev.gamelan.quota.permit;

import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import java.time.Duration;
import java.util.Objects;

/** Sends as gong-caller does: after the delay, spaced, and never once the permit has expired. */
final class Holder {
  private final String name;
  private final Engine engine;
  private final Sends sends;
  private long earliest = Long.MIN_VALUE;

  Holder(String name, Engine engine, Sends sends) {
    this.name = name;
    this.engine = engine;
    this.sends = sends;
  }

  String name() {
    return name;
  }

  /** Asks, and sends that much later than it might, if it still may. */
  Decision send(Engine.Instance quota, Duration lateness) {
    long asked = engine.now();
    Decision decision = quota.ask(name);
    if (decision instanceof Granted granted) {
      boolean sent = use(asked, engine.now(), granted, lateness);
      quota.report(name, granted.permitId(), !sent, Duration.ZERO);
    }
    return decision;
  }

  /** Uses a permit without telling anybody; false where it may no longer be used. */
  boolean use(long asked, long received, Granted granted, Duration lateness) {
    long turn = Math.max(received + granted.delay().toMillis() + 1, earliest);
    engine.passUntil(turn + lateness.toMillis());
    long now = engine.now();
    if (now > asked + granted.expires().toMillis()) {
      return false;
    }
    sends.at(now);
    earliest = now + granted.spacing().toMillis();
    return true;
  }

  static Refused refused(Decision decision) {
    return (Refused) decision;
  }

  /** How long to wait before asking again. */
  static Duration until(Refused refused) {
    return Objects.requireNonNull(refused.retryAfter(), refused.detail());
  }
}
