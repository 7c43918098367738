package dev.gamelan.quota.usage;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.quota.limits.Limits;
import dev.gamelan.quota.limits.LimitsBook;
import dev.gamelan.quota.permit.Balance;
import dev.gamelan.quota.permit.Ledger;
import dev.gamelan.quota.permit.RedisAwayException;
import dev.gamelan.quota.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Tells people and programs what a connection has spent and what is left. */
@RestController
final class QuotaEndpoint {
  private final Ledger ledger;
  private final Usages usages;
  private final LimitsBook limits;
  private final Times times;

  QuotaEndpoint(Ledger ledger, Usages usages, LimitsBook limits, Times times) {
    this.ledger = ledger;
    this.usages = usages;
    this.limits = limits;
    this.times = times;
  }

  /** Units spent by class, and the most that each may spend or is kept for it. */
  record ByClass(
      long control,
      long controlKept,
      long interactive,
      long interactiveKept,
      long background,
      long backgroundMost) {}

  record HourSpent(Instant hour, long spent) {}

  /**
   * A connection's quota.
   *
   * @param enforced whether the limits hold; false only for measurements against a simulator
   * @param left what interactive calls may still spend
   * @param nextFreeAt when a unit of a spent day comes free; null while some are left
   * @param frozenBecause {@code pause} or {@code day}; null where it is not frozen
   * @param pace what part of the rate is granted now
   * @param foreign what programs that do not ask here are taken to have spent of the day
   * @param runsOutAt when the day runs out at the rate of the last hour; null where it does not
   */
  record Quota(
      String connection,
      boolean enforced,
      int perSecond,
      long perDay,
      long spent,
      long left,
      @Nullable Instant nextFreeAt,
      @Nullable Instant frozenUntil,
      @Nullable String frozenBecause,
      double pace,
      long foreign,
      @Nullable Instant runsOutAt,
      ByClass byClass,
      List<HourSpent> byHour,
      Map<String, Long> byCaller,
      Map<String, Long> byTool) {}

  @GetMapping("/v1/connections/{connection:[a-z0-9][a-z0-9-]{0,62}}/quota")
  Quota quota(@PathVariable String connection, Caller caller) {
    if (!caller.has(Role.READ) && !caller.has(Role.ADMIN)) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN, "This needs a token with the role read or admin");
    }
    Limits own = limits.of(connection);
    Balance balance = balance(connection, own);
    Instant now = times.now();
    Duration runsOut = balance.runsOut();
    Usage usage = usages.of(connection);
    return new Quota(
        connection,
        own.enforced(),
        own.perSecond(),
        own.perDay(),
        balance.spent(),
        balance.left(),
        later(now, balance.nextFree()),
        later(now, balance.frozen()),
        because(balance),
        balance.pace(),
        balance.foreign(),
        runsOut == null ? null : now.plus(runsOut),
        byClass(own, balance.byClass()),
        usage.byHour(now).entrySet().stream()
            .map(hour -> new HourSpent(hour.getKey(), hour.getValue()))
            .toList(),
        usage.byCaller(now),
        usage.byTool(now));
  }

  static @Nullable String because(Balance balance) {
    if (balance.frozen().isZero()) {
      return null;
    }
    return balance.frozenForDay() ? "day" : "pause";
  }

  private static ByClass byClass(Limits own, Balance.Spent spent) {
    return new ByClass(
        spent.control(),
        own.units(own.day().control()),
        spent.interactive(),
        own.units(own.day().interactive()),
        spent.background(),
        own.units(own.day().background()));
  }

  private Balance balance(String connection, Limits own) {
    try {
      return ledger.look(connection, own).orElseThrow(() -> unknown(connection));
    } catch (RedisAwayException away) {
      throw new ResponseStatusException(
          HttpStatus.SERVICE_UNAVAILABLE, "Redis does not answer. Ask again in a moment.", away);
    }
  }

  private ResponseStatusException unknown(String connection) {
    return ledger.knows(connection)
        ? new ResponseStatusException(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The count is being restored. Ask again in a few seconds.")
        : new ResponseStatusException(
            HttpStatus.NOT_FOUND, "Nobody has asked for a permit of this connection yet.");
  }

  private static @Nullable Instant later(Instant now, Duration after) {
    return after.isZero() ? null : now.plus(after);
  }
}
