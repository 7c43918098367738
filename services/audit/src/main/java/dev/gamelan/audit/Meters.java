package dev.gamelan.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Everything this service measures of its own, in one place. */
public enum Meters {
  EVENTS_STORED("gamelan.audit.events.stored", "Events that became a row"),
  EVENTS_REPEATED(
      "gamelan.audit.events.repeated",
      "Events that were delivered again and had their row already"),
  EVENTS_UNUSABLE(
      "gamelan.audit.events.unusable", "Events that cannot be kept and went to the dead letters"),
  CHANGES_VOID(
      "gamelan.audit.changes.void",
      "Events of governance that were void: they came again, or came too late"),
  EVENT_AGE("gamelan.audit.event.age", "Time from a decision to its row");

  private final String meterName;
  private final String description;

  Meters(String meterName, String description) {
    this.meterName = meterName;
    this.description = description;
  }

  public Counter counter(MeterRegistry registry) {
    return Counter.builder(meterName).description(description).register(registry);
  }

  public Timer timer(MeterRegistry registry) {
    return Timer.builder(meterName)
        .description(description)
        .publishPercentileHistogram()
        .register(registry);
  }
}
