package dev.gamelan.simulator.flows;

import dev.gamelan.simulator.licences.Licences;
import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.Task;
import dev.gamelan.simulator.world.World;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What people are to do, and that they did it. */
@Component
class TaskOperations implements Operations {
  private final Licences licences;

  TaskOperations(Licences licences) {
    this.licences = licences;
  }

  record TaskList(List<Task> tasks, String crmType) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of("POST /v2/tasks", this::list, "PATCH /v2/tasks/{taskId}", this::update);
  }

  private Answer list(Ask ask, World world) {
    if (!licences.hasEngage()) {
      return notLicensed();
    }
    Fields asked = ask.fields();
    List<String> types = asked.texts("filter.types");
    List<String> statuses = asked.texts("filter.status");
    return Answer.ok(
        answer(
            world.tasks().all().stream()
                .filter(task -> task.userId().equals(asked.required("filter.userId")))
                .filter(task -> types.contains(task.type()) && statuses.contains(task.status()))
                .toList()));
  }

  private Answer update(Ask ask, World world) {
    if (!licences.hasEngage()) {
      return notLicensed();
    }
    Optional<Task> found =
        world
            .tasks()
            .find(ask.pathValue("taskId"))
            .filter(task -> task.userId().equals(ask.fields().required("userId")));
    if (found.isEmpty()) {
      return Answer.refused(404, "Task not found");
    }
    Optional<String> priority = ask.fields().text("priority");
    if (priority.filter(name -> !List.of("LOW", "MEDIUM", "HIGH").contains(name)).isPresent()) {
      return Answer.refused(400, "priority must be one of LOW, MEDIUM, HIGH");
    }
    Task changed = changed(found.get(), ask.fields(), world);
    world.tasks().put(changed);
    return Answer.ok(answer(List.of(changed)));
  }

  private static Task changed(Task task, Fields asked, World world) {
    return new Task(
        task.id(),
        task.userId(),
        task.created(),
        world.now(),
        asked.text("status").orElse(task.status()),
        task.type(),
        task.actions(),
        task.account(),
        task.opportunity(),
        asked.text("dueDate").map(OffsetDateTime::parse).orElse(task.dueDate()),
        task.flow(),
        task.contact(),
        task.additionalContacts(),
        task.title(),
        asked.text("priority").map(Task.Priority::named).orElse(task.priority()));
  }

  private static TaskList answer(List<Task> tasks) {
    return new TaskList(tasks, "SALESFORCE");
  }

  /** Without the licence tasks fail where flows refuse. */
  private static Answer notLicensed() {
    return Answer.refused(500, "Internal server error occurred");
  }
}
