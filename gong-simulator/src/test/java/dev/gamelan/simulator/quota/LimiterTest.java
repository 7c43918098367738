package dev.gamelan.simulator.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LimiterTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  @Test
  void rollingDayFreesARequestTwentyFourHoursAfterIt() {
    var limiter = new Limiter(limits(2, Limits.DayKind.ROLLING, ZoneOffset.UTC, false), NOON);

    assertThat(limiter.arrive(at(NOON))).isZero();
    assertThat(limiter.arrive(at(NOON.plusSeconds(3600)))).isZero();
    assertThat(limiter.arrive(at(NOON.plusSeconds(7200))))
        .isEqualTo(Duration.ofHours(22).toNanos());
    assertThat(limiter.arrive(at(NOON.plus(Duration.ofHours(24))))).isZero();
    assertThat(limiter.arrive(at(NOON.plus(Duration.ofHours(24).plusSeconds(1)))))
        .isEqualTo(Duration.ofHours(1).minusSeconds(1).toNanos());
  }

  @Test
  void calendarDayEndsAtMidnightOfItsZone() {
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");
    var limiter = new Limiter(limits(1, Limits.DayKind.CALENDAR, tokyo, false), NOON);

    assertThat(limiter.arrive(at(NOON))).isZero();
    assertThat(limiter.arrive(at(NOON.plusSeconds(60))))
        .isEqualTo(Duration.ofHours(3).minusSeconds(60).toNanos());
    assertThat(limiter.arrive(at(Instant.parse("2026-03-02T15:00:00Z")))).isZero();
  }

  @Test
  void refusedRequestsLeaveTheQuotaAloneUnlessToldToCount() {
    var lenient = new Limiter(limits(3, Limits.DayKind.ROLLING, ZoneOffset.UTC, false), NOON);
    var strict = new Limiter(limits(3, Limits.DayKind.ROLLING, ZoneOffset.UTC, true), NOON);
    for (int arrival = 0; arrival < 4; arrival++) {
      assertThat(lenient.arrive(at(NOON.plusMillis(arrival))))
          .isEqualTo(arrival < 3 ? 0 : wait(arrival));
      strict.arrive(at(NOON.plusMillis(arrival)));
    }

    Instant dayLater = NOON.plus(Duration.ofHours(24));
    assertThat(lenient.arrive(at(dayLater))).isZero();
    assertThat(strict.arrive(at(dayLater))).isEqualTo(Duration.ofMillis(1).toNanos());
  }

  @Test
  void saysWholeSecondsToWaitAndNeverTooFew() {
    var quota =
        new Quota(
            new QuotaProperties(
                true,
                1,
                Limits.SecondKind.SLIDING,
                10_000,
                Limits.DayKind.ROLLING,
                ZoneOffset.UTC,
                false),
            Clock.fixed(NOON, ZoneOffset.UTC));

    assertThat(quota.arrive(at(NOON))).isZero();
    assertThat(quota.arrive(at(NOON.plusMillis(1)))).isEqualTo(1);
    assertThat(quota.arrive(at(NOON.plusMillis(999)))).isEqualTo(1);
    assertThat(quota.arrive(at(NOON.plusMillis(1000)))).isZero();
  }

  @Test
  void letsEverythingPassWhenSwitchedOff() {
    var quota =
        new Quota(
            new QuotaProperties(
                false,
                1,
                Limits.SecondKind.SLIDING,
                1,
                Limits.DayKind.ROLLING,
                ZoneOffset.UTC,
                false),
            Clock.fixed(NOON, ZoneOffset.UTC));

    assertThat(quota.arrive(at(NOON)) + quota.arrive(at(NOON)) + quota.arrive(at(NOON))).isZero();
  }

  private static long wait(int arrival) {
    return Duration.ofHours(24).minusMillis(arrival).toNanos();
  }

  private static Limits limits(int perDay, Limits.DayKind day, ZoneId zone, boolean refusedCount) {
    return new Limits(true, 1_000_000, Limits.SecondKind.SLIDING, perDay, day, zone, refusedCount);
  }

  private static long at(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
