package dev.gamelan.quota.permit;

import static org.mockito.Mockito.mock;

import dev.gamelan.quota.limits.LimitsBook;
import dev.gamelan.quota.limits.LimitsProperties;
import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import dev.gamelan.quota.time.Times;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One running quota service over a {@link RedisModel}: all of what it decides is the real thing.
 */
public final class SimulatedQuota {
  private static final String CONNECTION = "default";
  private static final String HELD = "";

  /** Nobody asks whether it is well. */
  private static final RedisLink UNASKED = mock(RedisLink.class);

  private final LimitsBook limits;
  private final Ledger ledger;
  private final Permits permits;
  private final Times times;

  public SimulatedQuota(RedisModel redis, LongSupplier nanos, InstantSource wall, long perDay) {
    times = new Times(nanos, wall);
    StatefulRedisConnection<String, byte[]> connection = redis.connection();
    var meters = new SimpleMeterRegistry();
    var day = new LimitsProperties.Day(0, 0, 100, 0, null, null, Map.of(), Map.of());
    limits =
        LimitsBook.asConfigured(
            new LimitsProperties(true, 3, perDay, Duration.ofMillis(35), Map.of(), day));
    ledger =
        new Ledger(
            new LedgerScript(() -> connection, times, meters),
            new LeaseProperties(Duration.ofSeconds(2)),
            times);
    permits = new Permits(ledger, limits, times, meters, new RedisHealth(UNASKED));
  }

  /**
   * As it goes over HTTP.
   *
   * @param refused null where it is granted
   */
  public record Answer(
      @Nullable String refused,
      @Nullable Long retryAfterMillis,
      String permitId,
      long delayMillis,
      long expiresInMillis,
      long spacingMillis) {}

  public Answer ask(String holder, String callClass, String caller, String tool) {
    Use use = Use.of(CallClass.valueOf(callClass), caller, tool);
    return answer(permits.ask(CONNECTION, Asker.holder(holder), use));
  }

  public Answer claim(String holder) {
    return answer(permits.claim(CONNECTION, holder));
  }

  public Answer report(
      String holder, String permitId, String result, Duration freeze, String caller, String tool) {
    var outcome = new Outcome(permitId, Outcome.Result.valueOf(result), freeze, caller, tool);
    return answer(permits.note(CONNECTION, Asker.holder(holder), outcome));
  }

  public void release(String holder) {
    permits.release(CONNECTION, holder);
  }

  private static Answer answer(Decision decision) {
    return switch (decision) {
      case Granted granted ->
          new Answer(
              null,
              null,
              granted.permitId(),
              up(granted.delay()),
              granted.expires().toMillis(),
              up(granted.spacing()));
      case Refused refused ->
          new Answer(
              refused.refusal().name(),
              refused.retryAfter() == null ? null : up(refused.retryAfter()),
              HELD,
              0,
              0,
              0);
      default -> new Answer(null, null, HELD, 0, 0, 0);
    };
  }

  private static long up(Duration time) {
    return Math.ceilDiv(time.toNanos(), 1_000_000L);
  }

  /** What is counted; empty while the count is lost. */
  public OptionalLong look() {
    return ledger.look(CONNECTION, limits.of(CONNECTION)).stream()
        .mapToLong(Balance::spent)
        .findFirst();
  }

  /** Whether the count was lost so long ago that no permit of before can be in use. */
  public boolean mayRestore() {
    return ledger
        .lostFor(CONNECTION)
        .filter(lost -> lost.compareTo(limits.of(CONNECTION).settled()) >= 0)
        .isPresent();
  }

  public boolean hasLost() {
    return ledger.lostFor(CONNECTION).isPresent();
  }

  public boolean restore(List<Attempt> attempts) {
    return ledger.restore(CONNECTION, attempts);
  }

  /** As an instance does where the topic knows more than Redis. */
  public void raise(List<Attempt> told) {
    var ages = new HashMap<Long, Integer>();
    told.forEach(
        attempt ->
            ages.merge(
                Math.max(0, Duration.between(attempt.sentAt(), times.cautiousNow()).toMillis()),
                1,
                Integer::sum));
    ledger.raise(CONNECTION, ages);
  }
}
