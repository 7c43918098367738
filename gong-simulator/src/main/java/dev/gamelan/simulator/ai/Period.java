package dev.gamelan.simulator.ai;

import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Span;
import java.time.DayOfWeek;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/** The named stretches of time in which conversations are searched. */
final class Period {
  private Period() {}

  /** Empty when a custom range lacks an end. */
  static Optional<Span> span(Ask ask, OffsetDateTime now) {
    OffsetDateTime today = now.truncatedTo(ChronoUnit.DAYS);
    return switch (ask.required("timePeriod")) {
      case "CUSTOM_RANGE" ->
          ask.query("fromDateTime").isPresent() && ask.query("toDateTime").isPresent()
              ? Optional.of(Span.between(ask.query("fromDateTime"), ask.query("toDateTime")))
              : Optional.empty();
      case "LAST_7DAYS" -> since(now.minusDays(7));
      case "LAST_30DAYS" -> since(now.minusDays(30));
      case "LAST_90DAYS", "LAST_90_DAYS_SINCE_LAST_ACTIVITY" -> since(now.minusDays(90));
      case "LAST_YEAR", "LAST_YEAR_SINCE_LAST_ACTIVITY" -> since(now.minusYears(1));
      case "THIS_WEEK" -> since(today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
      case "THIS_MONTH" -> since(today.withDayOfMonth(1));
      case "THIS_QUARTER" ->
          since(today.withDayOfMonth(1).minusMonths((today.getMonthValue() - 1) % 3));
      case "THIS_YEAR" -> since(today.withDayOfYear(1));
      default -> Optional.of(new Span(Optional.empty(), Optional.empty()));
    };
  }

  private static Optional<Span> since(OffsetDateTime from) {
    return Optional.of(new Span(Optional.of(from), Optional.empty()));
  }
}
