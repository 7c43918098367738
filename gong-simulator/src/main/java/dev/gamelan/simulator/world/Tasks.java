package dev.gamelan.simulator.world;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All tasks. */
public final class Tasks {
  private final Map<String, Task> byId = new LinkedHashMap<>();

  static Tasks seeded(
      Dice dice, OffsetDateTime now, Users users, Customers customers, Flows flows) {
    var tasks = new Tasks();
    List<User> owners = new ArrayList<>(users.inRole("developer"));
    owners.addAll(users.inRole("seller"));
    for (int number = 0; number < 48; number++) {
      tasks.put(task(dice, now, owners.get(number % owners.size()), customers, flows));
    }
    return tasks;
  }

  public List<Task> all() {
    return new ArrayList<>(byId.values());
  }

  public Optional<Task> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public void put(Task task) {
    byId.put(task.id(), task);
  }

  private static Task task(
      Dice dice, OffsetDateTime now, User owner, Customers customers, Flows flows) {
    Account account = dice.pick(customers.accounts());
    Account.Opportunity deal = account.opportunities().getFirst();
    Account.Contact contact = dice.pick(account.contacts());
    Flow flow = dice.pick(flows.all());
    Flow.Step call = flow.steps().get(1);
    boolean fromFlow = dice.chance(0.7);
    OffsetDateTime created = now.minusDays(dice.between(1, 14)).withNano(0);
    return new Task(
        dice.id(),
        owner.id(),
        created,
        created.plusHours(3),
        dice.chance(0.7) ? "OPEN" : dice.pick(List.of("DONE", "DISMISSED")),
        fromFlow ? "FLOW" : "MANUAL",
        List.of("CALL"),
        new Task.AccountRef(account.crmId(), account.name(), Task.crmUrl(account.crmId())),
        new Task.OpportunityRef(
            deal.crmId(),
            deal.name(),
            Task.crmUrl(deal.crmId()),
            deal.probability() == 100 ? "Won" : "Open",
            deal.stage(),
            Integer.toString(deal.amount()),
            Integer.toString(deal.probability()),
            deal.closeDate()),
        created.plusDays(dice.between(1, 10)),
        fromFlow
            ? new Task.FlowRef(
                flow.id(), flow.name(), new Task.StepRef(call.id(), call.action(), 2))
            : null,
        Task.contact(contact, account),
        List.of(),
        "Call " + contact.fullName(),
        Task.Priority.named(dice.pick(List.of("LOW", "MEDIUM", "HIGH"))));
  }
}
