package dev.gamelan.quota.limits;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of Gong accounts: Gong's own by default.
 *
 * @param enforced false lets everything through at once, for measurements against a simulator only
 * @param guard added to each second that holds {@code perSecond} sends, against jitter on the way
 * @param connections where one connection's limits differ
 * @param day how a day's units are shared out
 */
@ConfigurationProperties(prefix = "gamelan.limits", ignoreUnknownFields = false)
public record LimitsProperties(
    @DefaultValue("true") boolean enforced,
    @DefaultValue("3") int perSecond,
    @DefaultValue("10000") long perDay,
    @DefaultValue("35ms") Duration guard,
    @DefaultValue Map<String, Override> connections,
    @DefaultValue Day day) {
  public LimitsProperties {
    checked("", perSecond, perDay);
    Rules.require(
        !guard.isNegative() && guard.compareTo(Duration.ofSeconds(1)) <= 0,
        "guard is from 0 to 1 second");
    connections = Map.copyOf(connections);
    connections.forEach(
        (name, own) -> checked("connections." + name + ".", own.perSecond(), own.perDay()));
  }

  private static void checked(String where, @Nullable Integer second, @Nullable Long day) {
    Rules.require(
        second == null || (second >= 1 && second <= Rules.MOST_PER_SECOND),
        where + "per-second is from 1 to " + Rules.MOST_PER_SECOND);
    Rules.require(
        day == null || (day >= 0 && day <= Rules.MOST_PER_DAY),
        where + "per-day is from 0 to " + Rules.MOST_PER_DAY);
  }

  /**
   * Percentages of the day and caps in units.
   *
   * @param control kept for control calls
   * @param interactive kept from background calls
   * @param background the most for background calls
   * @param safety spent by nobody
   * @param callerPerDay the most for each caller
   * @param toolPerDay the most for each tool
   * @param callers the most for these callers
   * @param tools the most for these tools
   */
  public record Day(
      @DefaultValue("5") int control,
      @DefaultValue("60") int interactive,
      @DefaultValue("30") int background,
      @DefaultValue("0") int safety,
      @Nullable Long callerPerDay,
      @Nullable Long toolPerDay,
      @DefaultValue Map<String, Long> callers,
      @DefaultValue Map<String, Long> tools) {
    public Day {
      callers = Map.copyOf(callers);
      tools = Map.copyOf(tools);
    }

    DayPlan plan() {
      return new DayPlan(
          control, interactive, background, safety, callerPerDay, toolPerDay, callers, tools);
    }
  }

  /** What differs for one connection; null takes the common limit. */
  public record Override(@Nullable Integer perSecond, @Nullable Long perDay) {}

  public Limits of(String connection) {
    Override own = connections.get(connection);
    if (!enforced) {
      return Limits.NONE;
    }
    Integer second = own == null ? null : own.perSecond();
    Long units = own == null ? null : own.perDay();
    return Limits.paced(
        second == null ? perSecond : second, units == null ? perDay : units, guard, day.plan());
  }
}
