package dev.gamelan.simulator.stats;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.operations.Span;
import dev.gamelan.simulator.world.Call;
import dev.gamelan.simulator.world.User;
import dev.gamelan.simulator.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** How much attention a manager's people get; who manages nobody gets an empty list. */
@Component
class CoachingOperations implements Operations {

  record Coaching(List<ManagerData> coachingData) {}

  record ManagerData(Person manager, List<ReportData> directReportsMetrics) {}

  record ReportData(Person report, Map<String, List<String>> metrics) {}

  record Person(String id, String emailAddress, String firstName, String lastName, String title) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of("GET /v2/coaching", CoachingOperations::coaching);
  }

  private static Answer coaching(Ask ask, World world) {
    if (world.workspace(ask.required("workspace-id")).isEmpty()) {
      return Answer.refused(400, "The workspace was not found");
    }
    Optional<User> manager = world.users().find(ask.required("manager-id"));
    if (manager.isEmpty()) {
      return Answer.refused(400, "The manager was not found");
    }
    var span = Span.between(ask.query("from"), ask.query("to"));
    List<ReportData> reports =
        world.users().reportsOf(manager.get().id()).stream()
            .map(report -> report(manager.get(), report, span, world))
            .toList();
    return Answer.ok(
        new Coaching(
            reports.isEmpty()
                ? List.of()
                : List.of(new ManagerData(person(manager.get()), reports))));
  }

  private static ReportData report(User manager, User report, Span span, World world) {
    List<Call> calls =
        world.calls().all().stream()
            .filter(call -> report.id().equals(call.metaData().primaryUserId()))
            .filter(call -> span.holds(call.metaData().started()))
            .toList();
    List<String> attended =
        calls.stream().filter(call -> call.hasUser(manager.id())).map(Call::id).toList();
    List<String> scored =
        world.answeredScorecards().stream()
            .filter(one -> report.id().equals(one.reviewedUserId()))
            .filter(one -> manager.id().equals(one.reviewerUserId()))
            .filter(one -> span.holds(one.reviewTime()))
            .map(one -> one.callId())
            .distinct()
            .toList();
    return new ReportData(
        person(report),
        Map.of(
            "callsRecorded", calls.stream().map(Call::id).toList(),
            "callsAttended", attended,
            "callsScored", scored));
  }

  private static Person person(User user) {
    return new Person(
        user.id(), user.emailAddress(), user.firstName(), user.lastName(), user.title());
  }
}
