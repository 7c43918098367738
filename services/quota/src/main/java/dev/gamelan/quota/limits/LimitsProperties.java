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
 */
@ConfigurationProperties(prefix = "gamelan.limits", ignoreUnknownFields = false)
public record LimitsProperties(
    @DefaultValue("true") boolean enforced,
    @DefaultValue("3") int perSecond,
    @DefaultValue("10000") long perDay,
    @DefaultValue("35ms") Duration guard,
    @DefaultValue Map<String, Override> connections) {
  public LimitsProperties {
    require(perSecond >= 1 && perSecond <= 1000, "per-second is from 1 to 1000");
    require(perDay >= 0, "per-day is not negative");
    require(
        !guard.isNegative() && guard.compareTo(Duration.ofSeconds(1)) <= 0,
        "guard is from 0 to 1 second");
    connections = Map.copyOf(connections);
    connections.forEach(
        (name, own) -> {
          Integer second = own.perSecond();
          Long day = own.perDay();
          require(
              second == null || (second >= 1 && second <= 1000),
              "connections." + name + ".per-second is from 1 to 1000");
          require(day == null || day >= 0, "connections." + name + ".per-day is not negative");
        });
  }

  /** What differs for one connection; null takes the common limit. */
  public record Override(@Nullable Integer perSecond, @Nullable Long perDay) {}

  public Limits of(String connection) {
    Override own = connections.get(connection);
    if (!enforced) {
      return Limits.NONE;
    }
    Integer second = own == null ? null : own.perSecond();
    Long day = own == null ? null : own.perDay();
    return Limits.paced(second == null ? perSecond : second, day == null ? perDay : day, guard);
  }

  private static void require(boolean held, String rule) {
    if (!held) {
      throw new IllegalArgumentException("gamelan.limits: " + rule);
    }
  }
}
