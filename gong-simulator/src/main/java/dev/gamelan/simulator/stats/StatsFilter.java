package dev.gamelan.simulator.stats;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.operations.Span;
import dev.gamelan.simulator.world.User;
import dev.gamelan.simulator.world.World;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whose figures, and over which days. */
record StatsFilter(Activity.Days days, List<User> users) {

  static StatsFilter of(Fields asked, World world) {
    Set<String> ids = Set.copyOf(asked.texts("filter.userIds"));
    var created =
        Span.between(
            asked.text("filter.createdFromDateTime"), asked.text("filter.createdToDateTime"));
    return new StatsFilter(
        new Activity.Days(
            LocalDate.parse(asked.required("filter.fromDate")),
            LocalDate.parse(asked.required("filter.toDate"))),
        world.users().all().stream()
            .filter(user -> ids.isEmpty() || ids.contains(user.id()))
            .filter(user -> created.holds(user.created()))
            .toList());
  }

  /** What is wrong with the dates, if anything: the current day is not over yet. */
  static Optional<Answer> refusal(Stream<Optional<String>> dates, World world) {
    boolean late =
        dates
            .flatMap(Optional::stream)
            .anyMatch(date -> LocalDate.parse(date).isAfter(world.today()));
    return late
        ? Optional.of(Answer.refused(400, "The date(s) should not exceed the current day."))
        : Optional.empty();
  }

  static Optional<Answer> refusal(Fields asked, World world) {
    Optional<Answer> late =
        refusal(Stream.of(asked.text("filter.fromDate"), asked.text("filter.toDate")), world);
    if (late.isPresent()) {
      return late;
    }
    String from = asked.required("filter.fromDate");
    String to = asked.required("filter.toDate");
    return LocalDate.parse(from).isBefore(LocalDate.parse(to))
        ? Optional.empty()
        : Optional.of(Answer.refused(400, "fromDate must be before toDate"));
  }

  static Answer nothingFound() {
    return Answer.refused(404, "No data found for the given users and dates");
  }
}
