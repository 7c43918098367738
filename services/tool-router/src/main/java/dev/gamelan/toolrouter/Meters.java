package dev.gamelan.toolrouter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.Supplier;

/** Every meter of this service, with what it tells and the tags it carries. */
public enum Meters {
  CALLS("gamelan.tool.calls", "Tool calls that ended, by how they ended", "tool", "outcome"),
  REFUSED("gamelan.tool.refused", "Tool calls refused before anything was published", "reason"),
  WAIT("gamelan.tool.wait", "Time from a tool call's arrival to its answer", "outcome"),
  UNPUBLISHED(
      "gamelan.answer.unpublished",
      "Answers in which something is other than Gong has published",
      "tool"),
  PENDING("gamelan.calls.pending", "Calls that were sent on and are waited for by this instance"),
  KEPT("gamelan.completions.kept", "Completed calls whose answer can still be read by id"),
  KEPT_BYTES("gamelan.completions.kept.bytes", "Memory used by completed calls kept for reading"),
  GOVERNANCE_VERSION(
      "gamelan.governance.version", "How far this instance has followed the log of governance"),
  AUDIT_WAITING("gamelan.audit.waiting", "Audit entries of refusals not yet taken by the broker"),
  AUDIT_LOST("gamelan.audit.lost", "Audit entries of refusals given up: the broker was away"),
  LISTENING("gamelan.streams.listening", "Clients that listen for changes at this instance"),
  RUNNING("gamelan.requests.running", "Requests of sessions that this instance is answering"),
  LARGE("gamelan.bodies.large", "Large bodies under way at this instance"),
  QUESTIONS("gamelan.questions.open", "Questions to clients that this instance waits for");

  private final String key;
  private final String description;
  private final List<String> tags;

  Meters(String key, String description, String... tags) {
    this.key = key;
    this.description = description;
    this.tags = List.of(tags);
  }

  public String key() {
    return key;
  }

  public List<String> tags() {
    return tags;
  }

  public Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(key).description(description).tags(tagged(values)).register(registry);
  }

  public Timer timer(MeterRegistry registry, String... values) {
    return Timer.builder(key).description(description).tags(tagged(values)).register(registry);
  }

  public Gauge gauge(MeterRegistry registry, Supplier<Number> value) {
    return Gauge.builder(key, value).description(description).register(registry);
  }

  private Tags tagged(String... values) {
    Tags tagged = Tags.empty();
    for (int i = 0; i < tags.size(); i++) {
      tagged = tagged.and(tags.get(i), values[i]);
    }
    return tagged;
  }
}
