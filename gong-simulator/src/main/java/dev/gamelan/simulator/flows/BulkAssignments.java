package dev.gamelan.simulator.flows;

import dev.gamelan.simulator.licences.Licences;
import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.BulkAssignment;
import dev.gamelan.simulator.world.BulkAssignment.Result;
import dev.gamelan.simulator.world.Customers;
import dev.gamelan.simulator.world.Flow;
import dev.gamelan.simulator.world.User;
import dev.gamelan.simulator.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Many prospects at once, whom the CRM may not know yet. */
@Component
class BulkAssignments implements Operations {
  private static final Duration PENDING = Duration.ofSeconds(1);
  private static final Duration WORK = Duration.ofSeconds(3);

  private final Licences licences;

  BulkAssignments(Licences licences) {
    this.licences = licences;
  }

  record Progress(
      String id,
      String status,
      int totalCount,
      int processedCount,
      int successCount,
      int failedCount,
      @Nullable List<Result> results) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "POST /v2/flows/prospects/bulk-assignments", this::submit,
        "GET /v2/flows/prospects/bulk-assignments/{id}", this::progress);
  }

  private Answer submit(Ask ask, World world) {
    if (!licences.hasEngage()) {
      return EngageRefusals.notLicensed();
    }
    Optional<Flow> flow = world.flows().find(ask.fields().required("flowId"));
    if (flow.isEmpty()) {
      return EngageRefusals.flowNotFound();
    }
    Optional<User> owner =
        world.users().findByEmail(ask.fields().required("flowInstanceOwnerEmail"));
    if (owner.isEmpty()) {
      return EngageRefusals.ownerNotFound();
    }
    var assigning = new Assigning(flow.get(), owner.get(), false);
    List<Result> results =
        ask.fields().objects("prospects").stream()
            .map(prospect -> result(prospect, assigning, world))
            .toList();
    var bulk = new BulkAssignment(world.newId(), world.now(), results);
    world.flows().put(bulk);
    return new Answer.Done(202, progress(bulk, world));
  }

  private Answer progress(Ask ask, World world) {
    if (!licences.hasEngage()) {
      return EngageRefusals.notLicensed();
    }
    String id = ask.pathValue("id");
    return world
        .flows()
        .bulk(id)
        .map(bulk -> Answer.ok(progress(bulk, world)))
        .orElseGet(
            () -> Answer.refused(404, "Flow prospects bulk assignment " + id + " not found"));
  }

  private static Progress progress(BulkAssignment bulk, World world) {
    Duration age = Duration.between(bulk.submitted(), world.now());
    int total = bulk.results().size();
    if (age.compareTo(WORK) < 0) {
      String status = age.compareTo(PENDING) < 0 ? "PENDING" : "IN_PROGRESS";
      return new Progress(bulk.id(), status, total, 0, 0, 0, null);
    }
    int good = (int) bulk.results().stream().filter(Result::isAssigned).count();
    return new Progress(bulk.id(), "COMPLETED", total, total, good, total - good, bulk.results());
  }

  private static Result result(Fields prospect, Assigning assigning, World world) {
    Optional<String> crmId =
        prospect.text("crmId").or(() -> prospect.text("email").flatMap(mail -> known(mail, world)));
    if (crmId.isEmpty()) {
      return new Result(
          prospect.json(),
          "CRM_OPERATION_FAILED",
          null,
          null,
          "PROSPECT_NOT_CREATED",
          "The prospect could not be created in the CRM");
    }
    return switch (assigning.assign(crmId.get(), world)) {
      case Assigning.Assigned(Flow.Instance instance) ->
          new Result(
              prospect.json(), "ASSIGNED", crmId.get(), instance.flowInstanceId(), null, null);
      case Assigning.NotAssigned not ->
          new Result(
              prospect.json(),
              "FLOW_ASSIGNMENT_FAILED",
              crmId.get(),
              null,
              not.errorCode(),
              not.errorMessage());
    };
  }

  private static Optional<String> known(String email, World world) {
    return world
        .customers()
        .contacts()
        .map(Customers.Placed::contact)
        .filter(contact -> contact.email().equalsIgnoreCase(email))
        .map(contact -> contact.crmId())
        .findFirst();
  }
}
