package dev.gamelan.simulator.stats;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.paging.Page;
import dev.gamelan.simulator.paging.Pages;
import dev.gamelan.simulator.stats.Activity.Days;
import dev.gamelan.simulator.world.User;
import dev.gamelan.simulator.world.World;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** What people did: in total, by period, and day by day with the calls themselves. */
@Component
class ActivityOperations implements Operations {
  private final Pages pages;

  ActivityOperations(Pages pages) {
    this.pages = pages;
  }

  record Aggregate(
      Page.Records records,
      List<UserCounts> usersAggregateActivityStats,
      String fromDateTime,
      String toDateTime,
      String timeZone) {}

  record UserCounts(
      String userId, String userEmailAddress, ActivityCounts userAggregateActivityStats) {}

  record ByPeriod(Page.Records records, List<UserPeriods> usersAggregateActivity) {}

  record UserPeriods(
      String userId, String userEmailAddress, List<ActivityCounts> userAggregateActivity) {}

  record ByDay(Page.Records records, List<UserDays> usersDetailedActivities) {}

  record UserDays(String userId, String userEmailAddress, List<Activity> userDailyActivityStats) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "POST /v2/stats/activity/aggregate", this::aggregate,
        "POST /v2/stats/activity/aggregate-by-period", this::byPeriod,
        "POST /v2/stats/activity/day-by-day", this::byDay);
  }

  private Answer aggregate(Ask ask, World world) {
    return forUsers(
        ask,
        world,
        filter ->
            user -> {
              Activity activity = Activity.of(user, filter.days(), world);
              return activity.isNothing()
                  ? Optional.empty()
                  : Optional.of(
                      new UserCounts(
                          user.id(), user.emailAddress(), ActivityCounts.of(activity, false)));
            },
        (users, records) -> {
          Days days = StatsFilter.of(ask.fields(), world).days();
          return new Aggregate(
              records,
              users,
              days.from().atStartOfDay(world.zone()).toOffsetDateTime().toString(),
              days.to().atStartOfDay(world.zone()).toOffsetDateTime().toString(),
              world.zone().getId());
        });
  }

  private Answer byPeriod(Ask ask, World world) {
    String period = ask.fields().required("aggregationPeriod");
    return forUsers(
        ask,
        world,
        filter ->
            user -> {
              List<ActivityCounts> counts =
                  periods(filter.days(), period).stream()
                      .map(days -> Activity.of(user, days, world))
                      .filter(activity -> !activity.isNothing())
                      .map(activity -> ActivityCounts.of(activity, true))
                      .toList();
              return counts.isEmpty()
                  ? Optional.empty()
                  : Optional.of(new UserPeriods(user.id(), user.emailAddress(), counts));
            },
        (users, records) -> new ByPeriod(records, users));
  }

  private Answer byDay(Ask ask, World world) {
    return forUsers(
        ask,
        world,
        filter ->
            user -> {
              List<Activity> days =
                  periods(filter.days(), "DAY").stream()
                      .map(day -> Activity.of(user, day, world))
                      .filter(activity -> !activity.isNothing())
                      .toList();
              return days.isEmpty()
                  ? Optional.empty()
                  : Optional.of(new UserDays(user.id(), user.emailAddress(), days));
            },
        (users, records) -> new ByDay(records, users));
  }

  private <T> Answer forUsers(
      Ask ask,
      World world,
      Function<StatsFilter, Function<User, Optional<T>>> figures,
      BiFunction<List<T>, Page.Records, Record> body) {
    Optional<Answer> refusal = StatsFilter.refusal(ask.fields(), world);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    var filter = StatsFilter.of(ask.fields(), world);
    List<T> found =
        filter.users().stream().map(figures.apply(filter)).flatMap(Optional::stream).toList();
    return found.isEmpty() ? StatsFilter.nothingFound() : pages.answer(ask, found, body);
  }

  /** The days cut at the boundaries of days, weeks, months, quarters or years. */
  private static List<Days> periods(Days all, String period) {
    List<Days> periods = new ArrayList<>();
    LocalDate from = all.from();
    while (from.isBefore(all.to())) {
      LocalDate next =
          switch (period) {
            case "DAY" -> from.plusDays(1);
            case "WEEK" -> from.plusDays(8L - from.getDayOfWeek().getValue());
            case "MONTH" -> from.withDayOfMonth(1).plusMonths(1);
            case "QUARTER" ->
                from.withDayOfMonth(1).plusMonths(3L - (from.getMonthValue() - 1) % 3);
            default -> from.withDayOfYear(1).plusYears(1);
          };
      LocalDate to = next.isBefore(all.to()) ? next : all.to();
      periods.add(new Days(from, to));
      from = to;
    }
    return periods;
  }
}
