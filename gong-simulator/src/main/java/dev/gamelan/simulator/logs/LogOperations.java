package dev.gamelan.simulator.logs;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.operations.Span;
import dev.gamelan.simulator.paging.Page;
import dev.gamelan.simulator.paging.Pages;
import dev.gamelan.simulator.world.Call;
import dev.gamelan.simulator.world.Dice;
import dev.gamelan.simulator.world.User;
import dev.gamelan.simulator.world.World;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What users did, for some weeks back; log-ins for two weeks only. */
@Component
class LogOperations implements Operations {
  private static final int ACCESS_DAYS = 14;
  private static final int OTHER_DAYS = 45;

  private final Pages pages;

  LogOperations(Pages pages) {
    this.pages = pages;
  }

  record LogPage(Page.Records records, List<Entry> logEntries) {}

  record Entry(
      String userId,
      String userEmailAddress,
      String userFullName,
      OffsetDateTime eventTime,
      Map<String, String> logRecord) {

    boolean isWithin(Span span) {
      return span.holds(eventTime);
    }
  }

  @Override
  public Map<String, Operation> byName() {
    return Map.of("GET /v2/logs", this::list);
  }

  private Answer list(Ask ask, World world) {
    var span = Span.between(ask.query("fromDateTime"), ask.query("toDateTime"));
    List<Entry> found =
        entries(ask.required("logType"), world).stream()
            .filter(entry -> entry.isWithin(span))
            .toList();
    if (found.isEmpty()) {
      return Answer.refused(404, "No log entries found for the specified period");
    }
    return pages.answer(ask, found, (entries, records) -> new LogPage(records, entries));
  }

  private static List<Entry> entries(String type, World world) {
    int days = type.equals("AccessLog") ? ACCESS_DAYS : OTHER_DAYS;
    List<User> active = world.users().all().stream().filter(User::active).toList();
    List<Call> calls = world.calls().all();
    List<Entry> entries = new ArrayList<>();
    for (int back = days - 1; back >= 0; back--) {
      var dice = new Dice(type.hashCode() + world.today().minusDays(back).toEpochDay());
      OffsetDateTime day =
          world.today().minusDays(back).atStartOfDay(world.zone()).toOffsetDateTime();
      for (int number = 0; number < active.size(); number++) {
        OffsetDateTime time = day.plusHours(8).plusMinutes(number * 31L + dice.between(0, 25));
        if (time.isBefore(world.now())) {
          User user = active.get(number);
          Optional<Call> call = calls.isEmpty() ? Optional.empty() : Optional.of(dice.pick(calls));
          entries.add(entry(type, user, time, call));
        }
      }
    }
    return entries;
  }

  private static Entry entry(String type, User user, OffsetDateTime time, Optional<Call> call) {
    Map<String, String> details =
        type.equals("AccessLog")
            ? Map.of("eventType", "Log-in", "userAgent", "Firefox", "ipAddress", "192.0.2.17")
            : Map.of("eventType", type, "callId", call.map(Call::id).orElse(""));
    return new Entry(user.id(), user.emailAddress(), user.fullName(), time, details);
  }
}
