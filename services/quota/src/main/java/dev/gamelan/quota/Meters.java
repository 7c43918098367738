package dev.gamelan.quota;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/** Every meter of this service. */
public enum Meters {
  PERMITS("gamelan.quota.permits", "Permits asked for, by outcome and asker", "outcome", "asker"),
  DELAY("gamelan.quota.delay", "How far off the turn of a granted permit is"),
  OUTCOMES("gamelan.quota.outcomes", "Outcomes reported of permits, by result", "result"),
  REDIS("gamelan.quota.redis", "Time of one step at Redis", "step"),
  REBUILDS("gamelan.quota.rebuilds", "Connections restored after Redis lost them"),
  RAISED("gamelan.quota.raised", "Units the topic knew and the ledger did not"),
  LOST("gamelan.quota.lost", "Connections that wait to be restored now"),
  LEFT("gamelan.quota.left", "Units of the day left for interactive calls", "connection"),
  PACE("gamelan.quota.pace", "What part of the rate is granted now", "connection"),
  FOREIGN("gamelan.quota.foreign", "Units that others are taken to have spent", "connection"),
  LIMITS_CHANGED(
      "gamelan.quota.limits.changed", "Changes of limits asked for, by outcome", "outcome");

  private final String meter;
  private final String description;
  private final String[] tags;

  Meters(String meter, String description, String... tags) {
    this.meter = meter;
    this.description = description;
    this.tags = tags;
  }

  public Counter counter(MeterRegistry registry, String... values) {
    var builder = Counter.builder(meter).description(description);
    for (int i = 0; i < tags.length; i++) {
      builder.tag(tags[i], values[i]);
    }
    return builder.register(registry);
  }

  public Timer timer(MeterRegistry registry, String... values) {
    var builder = Timer.builder(meter).description(description);
    for (int i = 0; i < tags.length; i++) {
      builder.tag(tags[i], values[i]);
    }
    return builder.register(registry);
  }

  public Gauge gauge(MeterRegistry registry, Supplier<Number> value, String... values) {
    var builder = Gauge.builder(meter, value).description(description);
    for (int i = 0; i < tags.length; i++) {
      builder.tag(tags[i], values[i]);
    }
    return builder.register(registry);
  }
}
