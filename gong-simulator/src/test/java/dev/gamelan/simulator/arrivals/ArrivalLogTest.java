package dev.gamelan.simulator.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gamelan.simulator.quota.Limits;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArrivalLogTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final Limits LIMITS =
      new Limits(
          true, 3, Limits.SecondKind.SLIDING, 5, Limits.DayKind.ROLLING, ZoneOffset.UTC, false);

  private final ArrivalLog log = new ArrivalLog();

  @Test
  void findsThePlantedViolationAmongRegularArrivals() {
    for (int number = 0; number < 5_000; number++) {
      log.arrive(number * 334 * MILLI);
    }
    assertThat(log.report(LIMITS).maxInAnySecond()).isEqualTo(3);
    assertThat(log.report(LIMITS).overInAnySecond()).isZero();

    log.arrive(1_000 * 334 * MILLI + MILLI);

    assertThat(log.report(LIMITS).maxInAnySecond()).isEqualTo(4);
    assertThat(log.report(LIMITS).overInAnySecond()).isEqualTo(3);
  }

  @Test
  void countsAStretchThatStraddlesTwoClockSeconds() {
    arrive(800, 850, 900, 1_100, 1_150, 1_200);

    assertThat(log.report(LIMITS).maxInAnySecond()).isEqualTo(6);
    assertThat(log.report(LIMITS).overInAnySecond()).isEqualTo(3);
  }

  @Test
  void allowsTheFourthExactlyOneSecondAfterTheFirst() {
    arrive(0, 1, 2, 1_000);

    assertThat(log.report(LIMITS).maxInAnySecond()).isEqualTo(3);
  }

  @Test
  void noticesADayThatRollsOverMidnight() {
    for (int hour = 0; hour < 48; hour += 4) {
      log.arrive(TimeUnit.HOURS.toNanos(hour));
    }

    assertThat(log.report(LIMITS).maxInAnyDay()).isEqualTo(6);
    assertThat(log.report(LIMITS).overInAnyDay()).isEqualTo(7);
  }

  @Test
  void judgesArrivalsThatWereNotedOutOfOrder() {
    arrive(10, 5, 1_004, 7);

    assertThat(log.report(LIMITS).maxInAnySecond()).isEqualTo(4);
  }

  @Test
  void tellsAWriteThatCameTwiceFromOneThatWasAppliedTwice() {
    log.end(write(1, "POST /v2/permission-profile", "aa", true));
    log.end(write(2, "POST /v2/permission-profile", "bb", true));
    log.end(write(3, "POST /v2/permission-profile", "bb", false));
    log.end(write(4, "POST /v2/meetings", "cc", true));
    log.end(write(5, "POST /v2/meetings", "cc", true));
    log.end(write(6, "GET /v2/users", null, false));

    Report report = log.report(LIMITS);

    assertThat(report.duplicateWrites()).isEqualTo(2);
    assertThat(report.writesAppliedTwice()).isEqualTo(1);
    assertThat(report.duplicates())
        .extracting(Report.Write::operation, Report.Write::seen, Report.Write::applied)
        .containsExactly(
            tuple("POST /v2/permission-profile", 2L, 1L), tuple("POST /v2/meetings", 2L, 2L));
  }

  @Test
  void holdsAWriteThatGongRecognisesAgainstTheClientOnlyIfItWasDoneTwice() {
    log.end(write(1, "POST /v2/calls", "aa", true));
    log.end(write(2, "POST /v2/calls", "aa", false));
    assertThat(log.report(LIMITS).duplicateWrites()).isZero();

    log.end(write(3, "POST /v2/calls", "aa", true));
    assertThat(log.report(LIMITS).duplicateWrites()).isEqualTo(1);
    assertThat(log.report(LIMITS).writesAppliedTwice()).isEqualTo(1);
  }

  @Test
  void numbersArrivalsSoThatOneCanAskForLaterOnes() {
    log.end(write(1, "POST /v2/calls", "aa", true));
    log.end(write(2, "POST /v2/calls", "bb", true));

    assertThat(log.since(1)).extracting(Arrival::number).containsExactly(2L);
    log.forget();
    assertThat(log.since(0)).isEmpty();
    assertThat(log.report(LIMITS).arrivals()).isZero();
  }

  private void arrive(long... millis) {
    for (long milli : millis) {
      log.arrive(milli * MILLI);
    }
  }

  private static Arrival write(
      long number, String operation, @Nullable String hash, boolean applied) {
    return new Arrival(number, number, operation, operation, 200, "key", hash, applied, null, null);
  }
}
