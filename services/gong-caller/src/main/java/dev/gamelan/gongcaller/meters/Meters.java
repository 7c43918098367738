package dev.gamelan.gongcaller.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Every meter of gong-caller: its name, what it counts, and its tags. */
public enum Meters {
  GONG_REQUESTS("gamelan.gong.requests", "HTTP attempts at Gong and their time", "status"),
  CALLS_ENDED("gamelan.calls.ended", "Accepted calls by how they ended", "ending"),
  CALLS_WAITED("gamelan.calls.waited", "Time from a call's arrival in its lane to its first send"),
  CALLS_QUEUED("gamelan.calls.queued", "Calls that wait in a lane"),
  CALLS_IN_FLIGHT("gamelan.calls.in.flight", "Calls that Gong is answering"),
  LANES_BUSY("gamelan.lanes.busy", "Lanes that have work"),
  LANES_FENCED("gamelan.lanes.fenced", "Times a lane found that another holder took its place"),
  PARTITIONS_HELD("gamelan.partitions.held", "Partitions of the requested calls assigned here"),
  PARTITIONS_PAUSED(
      "gamelan.partitions.paused", "Times a partition was paused because too much waited"),
  PERMITS("gamelan.permits.asked", "Answers of quota to the wish to send", "answer"),
  PERMIT_REPORTS_LOST("gamelan.permits.reports.lost", "Outcomes quota could not be told of"),
  PUBLISH_RETRIES("gamelan.publish.retries", "Publishing attempts that Kafka did not acknowledge"),
  LEDGER_FAILURES("gamelan.ledger.failures", "Times the write ledger could not be reached"),
  WRITES_REPEATED(
      "gamelan.writes.repeated",
      "Writes sent again, because Gong knows them by their key, after there was no answer"),
  WRITES_SETTLED(
      "gamelan.writes.settled", "Writes of unknown outcome that were settled", "happened"),
  LANES_STOPPED(
      "gamelan.lanes.stopped", "Times a lane was stopped because Gong refused its credentials"),
  CREDENTIALS_SWITCHED(
      "gamelan.credentials.switched", "Times new credentials took the place of old ones"),
  CREDENTIALS_EXPIRING(
      "gamelan.credentials.expiring", "Connections whose credentials end soon or have ended"),
  TOKENS_RENEWED("gamelan.tokens.renewed", "Attempts to renew tokens of OAuth", "answer"),
  CONNECTIONS_WITH_PROBLEMS(
      "gamelan.connections.with.problems", "Connections that an administrator has to look at");

  private final String meterName;
  private final String description;
  private final List<String> tags;

  Meters(String meterName, String description, String... tags) {
    this.meterName = meterName;
    this.description = description;
    this.tags = List.of(tags);
  }

  public Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(meterName)
        .description(description)
        .tags(tagged(values))
        .register(registry);
  }

  public Timer timer(MeterRegistry registry, String... values) {
    return Timer.builder(meterName)
        .description(description)
        .tags(tagged(values))
        .publishPercentileHistogram()
        .register(registry);
  }

  public void gauge(MeterRegistry registry, Supplier<Number> value) {
    Gauge.builder(meterName, value).description(description).register(registry);
  }

  /** How an enum's constant reads as a tag or in the trail: lower case, with hyphens. */
  public static String tagValue(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private List<Tag> tagged(String... values) {
    if (values.length != tags.size()) {
      throw new IllegalArgumentException(meterName + " has the tags " + tags);
    }
    List<Tag> tagged = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      tagged.add(Tag.of(tags.get(i), values[i]));
    }
    return tagged;
  }
}
