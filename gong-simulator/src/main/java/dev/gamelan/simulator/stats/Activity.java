package dev.gamelan.simulator.stats;

import dev.gamelan.simulator.world.AnsweredScorecard;
import dev.gamelan.simulator.world.Call;
import dev.gamelan.simulator.world.Dice;
import dev.gamelan.simulator.world.User;
import dev.gamelan.simulator.world.World;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;

/** Which calls one person had to do with in a stretch of days, and in what way. */
record Activity(
    List<String> callsAsHost,
    List<String> callsGaveFeedback,
    List<String> callsRequestedFeedback,
    List<String> callsReceivedFeedback,
    List<String> ownCallsListenedTo,
    List<String> othersCallsListenedTo,
    List<String> callsSharedInternally,
    List<String> callsSharedExternally,
    List<String> callsAttended,
    List<String> callsCommentsGiven,
    List<String> callsCommentsReceived,
    List<String> callsMarkedAsFeedbackGiven,
    List<String> callsMarkedAsFeedbackReceived,
    List<String> callsScorecardsFilled,
    List<String> callsScorecardsReceived,
    String fromDate,
    String toDate) {

  static Activity of(User user, Days days, World world) {
    List<Call> calls =
        world.calls().all().stream()
            .filter(call -> days.holds(call.metaData().started(), world.zone()))
            .toList();
    List<AnsweredScorecard> scorecards =
        world.answeredScorecards().stream()
            .filter(one -> days.holds(one.reviewTime(), world.zone()))
            .toList();
    Predicate<Call> hosts = call -> user.id().equals(call.metaData().primaryUserId());
    Predicate<Call> attends = call -> call.hasUser(user.id());
    return new Activity(
        ids(calls, hosts),
        ids(calls, some(user, 1, 0.05).and(attends.negate())),
        ids(calls, some(user, 2, 0.05).and(hosts)),
        ids(calls, some(user, 3, 0.10).and(hosts)),
        ids(calls, some(user, 4, 0.30).and(attends)),
        ids(calls, some(user, 5, 0.06).and(attends.negate())),
        ids(calls, some(user, 6, 0.15).and(attends)),
        ids(calls, some(user, 7, 0.08).and(attends)),
        ids(calls, attends),
        ids(calls, some(user, 8, 0.04)),
        ids(calls, some(user, 9, 0.12).and(hosts)),
        ids(calls, some(user, 10, 0.02).and(attends.negate())),
        ids(calls, some(user, 11, 0.05).and(hosts)),
        scored(scorecards, one -> user.id().equals(one.reviewerUserId())),
        scored(scorecards, one -> user.id().equals(one.reviewedUserId())),
        days.from().toString(),
        days.to().toString());
  }

  boolean isNothing() {
    return callsAttended.isEmpty()
        && othersCallsListenedTo.isEmpty()
        && callsCommentsGiven.isEmpty()
        && callsGaveFeedback.isEmpty()
        && callsMarkedAsFeedbackGiven.isEmpty()
        && callsScorecardsFilled.isEmpty();
  }

  private static List<String> ids(List<Call> calls, Predicate<Call> which) {
    return calls.stream().filter(which).map(Call::id).toList();
  }

  private static List<String> scored(
      List<AnsweredScorecard> scorecards, Predicate<AnsweredScorecard> which) {
    return scorecards.stream().filter(which).map(AnsweredScorecard::callId).distinct().toList();
  }

  /** What nobody wrote down is thrown by dice that fall the same way for the same call. */
  private static Predicate<Call> some(User user, int what, double share) {
    return call ->
        new Dice(31L * (call.id().hashCode() + 17L * user.id().hashCode()) + what).chance(share);
  }

  /** Days in the company's time zone; the last does not belong to them. */
  record Days(LocalDate from, LocalDate to) {
    boolean holds(OffsetDateTime moment, ZoneId zone) {
      LocalDate day = moment.atZoneSameInstant(zone).toLocalDate();
      return !day.isBefore(from) && day.isBefore(to);
    }
  }
}
