package dev.gamelan.simulator.stats;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.paging.Page;
import dev.gamelan.simulator.paging.Pages;
import dev.gamelan.simulator.world.AnsweredScorecard;
import dev.gamelan.simulator.world.Dice;
import dev.gamelan.simulator.world.World;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** How people were scored, and how they speak. */
@Component
class ScoreOperations implements Operations {
  private final Pages pages;

  ScoreOperations(Pages pages) {
    this.pages = pages;
  }

  record Scores(Page.Records records, List<AnsweredScorecard> answeredScorecards) {}

  record Interaction(
      Page.Records records,
      List<PersonStats> peopleInteractionStats,
      String fromDateTime,
      String toDateTime,
      String timeZone) {}

  record PersonStats(String userId, String userEmailAddress, List<Stat> personInteractionStats) {}

  record Stat(String name, double value) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "POST /v2/stats/activity/scorecards", this::scorecards,
        "POST /v2/stats/interaction", this::interaction);
  }

  private Answer scorecards(Ask ask, World world) {
    Fields asked = ask.fields();
    Optional<Answer> refusal =
        StatsFilter.refusal(
            Stream.of(
                asked.text("filter.callFromDate"),
                asked.text("filter.callToDate"),
                asked.text("filter.reviewFromDate"),
                asked.text("filter.reviewToDate")),
            world);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Set<String> users = Set.copyOf(asked.texts("filter.reviewedUserIds"));
    Set<String> scorecards = Set.copyOf(asked.texts("filter.scorecardIds"));
    String method = asked.text("filter.reviewMethod").orElse("BOTH");
    List<AnsweredScorecard> found =
        world.answeredScorecards().stream()
            .filter(one -> users.isEmpty() || users.contains(one.reviewedUserId()))
            .filter(one -> scorecards.isEmpty() || scorecards.contains(one.scorecardId()))
            .filter(one -> method.equals("BOTH") || method.equals(one.reviewMethod()))
            .filter(one -> isWithin(asked, "filter.call", one.callStartTime(), world))
            .filter(one -> isWithin(asked, "filter.review", one.reviewTime(), world))
            .toList();
    if (found.isEmpty()) {
      return Answer.refused(404, "Answered scorecards not found");
    }
    return pages.answer(ask, found, (scores, records) -> new Scores(records, scores));
  }

  private static boolean isWithin(Fields asked, String prefix, OffsetDateTime moment, World world) {
    LocalDate day = moment.atZoneSameInstant(world.zone()).toLocalDate();
    Optional<LocalDate> from = asked.text(prefix + "FromDate").map(LocalDate::parse);
    Optional<LocalDate> to = asked.text(prefix + "ToDate").map(LocalDate::parse);
    return from.filter(day::isBefore).isEmpty() && to.filter(end -> !day.isBefore(end)).isEmpty();
  }

  private Answer interaction(Ask ask, World world) {
    Optional<Answer> refusal = StatsFilter.refusal(ask.fields(), world);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    var filter = StatsFilter.of(ask.fields(), world);
    List<PersonStats> found =
        filter.users().stream()
            .filter(user -> !Activity.of(user, filter.days(), world).callsAsHost().isEmpty())
            .map(user -> new PersonStats(user.id(), user.emailAddress(), stats(user.id())))
            .toList();
    if (found.isEmpty()) {
      return StatsFilter.nothingFound();
    }
    var days = filter.days();
    return pages.answer(
        ask,
        found,
        (people, records) ->
            new Interaction(
                records,
                people,
                days.from().atStartOfDay(world.zone()).toOffsetDateTime().toString(),
                days.to().atStartOfDay(world.zone()).toOffsetDateTime().toString(),
                world.zone().getId()));
  }

  private static List<Stat> stats(String userId) {
    var dice = new Dice(userId.hashCode());
    return List.of(
        new Stat("Talk Ratio", 0.3 + dice.fraction() * 0.4),
        new Stat("Longest Monologue", dice.between(30, 240)),
        new Stat("Longest Customer Story", dice.between(15, 180)),
        new Stat("Interactivity", dice.between(10, 90) / 10.0),
        new Stat("Patience", dice.between(2, 19) / 10.0));
  }
}
