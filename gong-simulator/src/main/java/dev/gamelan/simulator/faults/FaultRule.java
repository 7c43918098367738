package dev.gamelan.simulator.faults;

import dev.gamelan.simulator.faults.Fault.RetryAfter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When something goes wrong, and what; absent parts of the JSON take the defaults stated here.
 *
 * @param operations names such as {@code GET /v2/calls}; none means all
 * @param probability of each matching request, 1 when absent
 * @param count how many requests it hits before it is spent; without end when absent
 */
public record FaultRule(
    Kind kind,
    @Nullable List<String> operations,
    @Nullable Double probability,
    @Nullable Long count,
    @Nullable Long delayMillis,
    @Nullable Long jitterMillis,
    @Nullable RetryAfter retryAfter,
    @Nullable Long retryAfterSeconds,
    @Nullable Integer status,
    @Nullable Integer megabytes,
    @Nullable Integer bytes,
    @Nullable Long everyMillis,
    @Nullable String location) {

  /** What can go wrong. */
  public enum Kind {
    LATENCY,
    TOO_MANY_REQUESTS,
    SERVER_ERROR,
    RESET_BEFORE,
    RESET_AFTER,
    MALFORMED_JSON,
    HTML,
    HUGE_BODY,
    SLOW_DRIP,
    REDIRECT
  }

  public FaultRule {
    check(kind != null, "kind", "is required");
    check(
        probability == null || (probability >= 0 && probability <= 1), "probability", "is 0 to 1");
    check(count == null || count >= 1, "count", "is 1 or more");
    checkRange("delayMillis", delayMillis, 0, 600_000);
    checkRange("jitterMillis", jitterMillis, 0, 600_000);
    checkRange("retryAfterSeconds", retryAfterSeconds, 0, 1_000_000);
    checkRange("status", status == null ? null : Long.valueOf(status), 300, 599);
    checkRange("megabytes", megabytes == null ? null : Long.valueOf(megabytes), 1, 1_000);
    checkRange("bytes", bytes == null ? null : Long.valueOf(bytes), 1, 65_536);
    checkRange("everyMillis", everyMillis, 1, 60_000);
  }

  /** A rule with every default. */
  public static FaultRule of(Kind kind) {
    return new FaultRule(
        kind, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  public static FaultRule latency(Duration delay, Duration jitter) {
    return new FaultRule(
        Kind.LATENCY,
        null,
        null,
        null,
        delay.toMillis(),
        jitter.toMillis(),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  public static FaultRule tooManyRequests(RetryAfter retryAfter, long seconds) {
    return new FaultRule(
        Kind.TOO_MANY_REQUESTS,
        null,
        null,
        null,
        null,
        null,
        retryAfter,
        seconds,
        null,
        null,
        null,
        null,
        null);
  }

  /** The same rule for these operations, each request with this chance, so many times. */
  public FaultRule limitedTo(List<String> these, @Nullable Double chance, @Nullable Long times) {
    return new FaultRule(
        kind,
        these,
        chance,
        times,
        delayMillis,
        jitterMillis,
        retryAfter,
        retryAfterSeconds,
        status,
        megabytes,
        bytes,
        everyMillis,
        location);
  }

  boolean matches(String operation) {
    return operations == null || operations.isEmpty() || operations.contains(operation);
  }

  double chance() {
    return Objects.requireNonNullElse(probability, 1.0);
  }

  long delay() {
    return Objects.requireNonNullElse(delayMillis, 0L);
  }

  long jitter() {
    return Objects.requireNonNullElse(jitterMillis, 0L);
  }

  /** What this rule does; null when it only delays. */
  @Nullable Fault fault() {
    return switch (kind) {
      case LATENCY -> null;
      case TOO_MANY_REQUESTS ->
          new Fault.TooManyRequests(
              Objects.requireNonNullElse(retryAfter, RetryAfter.SECONDS),
              Objects.requireNonNullElse(retryAfterSeconds, 1L));
      case SERVER_ERROR -> new Fault.ServerError(Objects.requireNonNullElse(status, 500));
      case RESET_BEFORE -> new Fault.ResetBefore();
      case RESET_AFTER -> new Fault.ResetAfter();
      case MALFORMED_JSON -> new Fault.MalformedJson();
      case HTML -> new Fault.Html();
      case HUGE_BODY -> new Fault.HugeBody(Objects.requireNonNullElse(megabytes, 50));
      case SLOW_DRIP ->
          new Fault.SlowDrip(
              Objects.requireNonNullElse(bytes, 1),
              Duration.ofMillis(Objects.requireNonNullElse(everyMillis, 1_000L)));
      case REDIRECT ->
          new Fault.Redirect(
              Objects.requireNonNullElse(status, 307),
              Objects.requireNonNullElse(location, "https://us-00000.api.gong.invalid"));
    };
  }

  private static void checkRange(String name, @Nullable Long value, long least, long most) {
    check(value == null || (value >= least && value <= most), name, "is " + least + " to " + most);
  }

  private static void check(boolean holds, String name, String claim) {
    if (!holds) {
      throw new IllegalArgumentException(name + " " + claim);
    }
  }
}
