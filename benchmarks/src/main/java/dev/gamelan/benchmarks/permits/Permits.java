package dev.gamelan.benchmarks.permits;

import dev.gamelan.benchmarks.load.GamelanDoor;
import dev.gamelan.benchmarks.load.Gong;
import dev.gamelan.benchmarks.load.Quiet;
import dev.gamelan.benchmarks.result.Rows;
import dev.gamelan.local.services.ServicePlan;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** B8: what a permit costs, and what it is worth when the count is lost. */
public final class Permits {
  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private Permits() {}

  public static void measure(Rows rows, Path data, int rounds) throws Exception {
    try (Gong ours = Gong.start();
        Gong theirs = Gong.start()) {
      // Judged by what arrives: neither is helped by a refusal.
      ours.limits(false, LostCount.PER_SECOND, LostCount.PER_DAY);
      theirs.limits(false, LostCount.PER_SECOND, LostCount.PER_DAY);
      String own = "gamelan.limits.connections." + PermitDoor.CONNECTION;
      var options =
          InstallationOptions.in(data)
              .withGong(ours.account())
              .withSettings(
                  Map.of(
                      "quota",
                      Map.of(
                          "gamelan.limits.per-second",
                          String.valueOf(LostCount.PER_SECOND),
                          "gamelan.limits.per-day",
                          String.valueOf(LostCount.PER_DAY),
                          own + ".per-second",
                          "1000",
                          own + ".per-day",
                          "10000000")));
      try (var installation = Installation.start(options, Quiet.PROGRESS);
          var redis = new RedisAtWork(setting(installation.plan("quota"), "gamelan.redis.url"));
          var quota =
              new PermitDoor(
                  installation.plan("quota").url(),
                  Files.readString(
                          Path.of(
                              setting(
                                  installation.plan("gong-caller"), "gamelan.quota.token-file")))
                      .strip());
          var door = new GamelanDoor(installation.gateway(), DEADLINE)) {
        new PermitCost(quota, redis).measure(rows, rounds);
        new LostCount(redis).measure(rows, ours, door, theirs);
      }
    }
  }

  private static String setting(ServicePlan plan, String name) {
    return Objects.requireNonNull(plan.settings().get(name), name);
  }
}
