package dev.gamelan.simulator.users;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.operations.Span;
import dev.gamelan.simulator.paging.Page;
import dev.gamelan.simulator.paging.Pages;
import dev.gamelan.simulator.world.User;
import dev.gamelan.simulator.world.World;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Who has a seat. */
@Component
class UserOperations implements Operations {
  private final Pages pages;

  UserOperations(Pages pages) {
    this.pages = pages;
  }

  record UserPage(Page.Records records, List<User> users) {}

  record OneUser(User user) {}

  record History(List<Change> userSettingsHistory) {}

  record Change(String setting, boolean value, OffsetDateTime time) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "GET /v2/users", this::list,
        "POST /v2/users/extensive", this::search,
        "GET /v2/users/{id}", UserOperations::one,
        "GET /v2/users/{id}/settings-history", UserOperations::history);
  }

  private Answer list(Ask ask, World world) {
    return pages.answer(ask, world.users().all(), (users, records) -> new UserPage(records, users));
  }

  private Answer search(Ask ask, World world) {
    Set<String> ids = Set.copyOf(ask.fields().texts("filter.userIds"));
    var created =
        Span.between(
            ask.fields().text("filter.createdFromDateTime"),
            ask.fields().text("filter.createdToDateTime"));
    List<User> found =
        world.users().all().stream()
            .filter(user -> ids.isEmpty() || ids.contains(user.id()))
            .filter(user -> created.holds(user.created()))
            .toList();
    if (found.isEmpty()) {
      return Answer.refused(404, "No users found corresponding to the provided filters");
    }
    return pages.answer(ask, found, (users, records) -> new UserPage(records, users));
  }

  private static Answer one(Ask ask, World world) {
    String id = ask.pathValue("id");
    return world
        .users()
        .find(id)
        .map(user -> Answer.ok(new OneUser(user)))
        .orElseGet(() -> unknown(id));
  }

  private static Answer history(Ask ask, World world) {
    String id = ask.pathValue("id");
    return world
        .users()
        .find(id)
        .map(user -> Answer.ok(new History(changes(user))))
        .orElseGet(() -> unknown(id));
  }

  private static List<Change> changes(User user) {
    return List.of(
        new Change("active", true, user.created()),
        new Change("emailsImported", true, user.created().plusMinutes(4)),
        new Change("webConferencesRecorded", true, user.created().plusDays(1)),
        new Change("active", user.active(), user.created().plusDays(190)));
  }

  private static Answer unknown(String id) {
    return Answer.refused(404, "User ID " + id + " was not found");
  }
}
