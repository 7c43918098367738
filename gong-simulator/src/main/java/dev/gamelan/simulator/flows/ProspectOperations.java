package dev.gamelan.simulator.flows;

import dev.gamelan.simulator.licences.Licences;
import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.Flow;
import dev.gamelan.simulator.world.User;
import dev.gamelan.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Who is in which flow, put in and taken out. */
@Component
class ProspectOperations implements Operations {
  private final Licences licences;

  ProspectOperations(Licences licences) {
    this.licences = licences;
  }

  record InFlows(List<Flow.Instance> prospectsAssigned) {}

  record Outcome(
      List<Flow.Instance> prospectsAssigned, List<Assigning.NotAssigned> prospectsNotAssigned) {}

  record TakenOut(List<String> unassignedFlowInstanceIds) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "POST /v2/flows/prospects", this::list,
        "POST /v2/flows/prospects/assign", (ask, world) -> assign(ask, world, false),
        "POST /v2/flows/prospects/assign/cool-off-override",
            (ask, world) -> assign(ask, world, true),
        "POST /v2/flows/prospects/unassign-flows-by-crm-id", ProspectOperations::takeOutByCrmId,
        "POST /v2/flows/prospects/unassign-flows-by-instance-id",
            ProspectOperations::takeOutByInstance);
  }

  /** By CRM id only what is open; by instance everything. */
  private Answer list(Ask ask, World world) {
    if (!licences.hasEngage()) {
      return EngageRefusals.notLicensed();
    }
    Set<String> crmIds = Set.copyOf(ask.fields().texts("crmProspectsIds"));
    Set<String> instanceIds = Set.copyOf(ask.fields().texts("flowInstanceIds"));
    if (crmIds.isEmpty() && instanceIds.isEmpty()) {
      return Answer.refused(400, "crmProspectsIds or flowInstanceIds is required");
    }
    return Answer.ok(
        new InFlows(
            world.flows().instances().stream()
                .filter(
                    one ->
                        instanceIds.contains(one.flowInstanceId())
                            || (crmIds.contains(one.crmProspectId()) && one.isOpen()))
                .toList()));
  }

  private Answer assign(Ask ask, World world, boolean override) {
    if (!licences.hasEngage()) {
      return EngageRefusals.notLicensed();
    }
    Fields asked = ask.fields();
    Optional<Flow> flow = world.flows().find(asked.required("flowId"));
    if (flow.isEmpty()) {
      return EngageRefusals.flowNotFound();
    }
    Optional<User> owner = world.users().findByEmail(asked.required("flowInstanceOwnerEmail"));
    if (owner.isEmpty()) {
      return EngageRefusals.ownerNotFound();
    }
    boolean despite = override || asked.flag("overrides.coolOffOverride");
    var assigning = new Assigning(flow.get(), owner.get(), despite);
    List<Flow.Instance> assigned = new ArrayList<>();
    List<Assigning.NotAssigned> refused = new ArrayList<>();
    for (String crmId : asked.texts("crmProspectsIds")) {
      switch (assigning.assign(crmId, world)) {
        case Assigning.Assigned(Flow.Instance instance) -> assigned.add(instance);
        case Assigning.NotAssigned not -> refused.add(not);
      }
    }
    return Answer.ok(new Outcome(assigned, refused));
  }

  private static Answer takeOutByCrmId(Ask ask, World world) {
    Optional<String> flowId = ask.fields().text("flowId");
    return takeOut(
        world.flows().instances().stream()
            .filter(Flow.Instance::isOpen)
            .filter(one -> one.crmProspectId().equals(ask.fields().required("crmProspectId")))
            .filter(one -> flowId.filter(id -> !id.equals(one.flowId())).isEmpty()),
        world);
  }

  private static Answer takeOutByInstance(Ask ask, World world) {
    List<String> ids = ask.fields().texts("flowInstanceIds");
    if (!ids.stream().allMatch(id -> world.flows().instance(id).isPresent())) {
      return Answer.refused(400, "One or more of the given flowInstanceIds does not exist");
    }
    return takeOut(ids.stream().flatMap(id -> world.flows().instance(id).stream()), world);
  }

  private static Answer takeOut(Stream<Flow.Instance> instances, World world) {
    List<Flow.Instance> taken = instances.toList();
    taken.forEach(world.flows()::remove);
    return Answer.ok(new TakenOut(taken.stream().map(Flow.Instance::flowInstanceId).toList()));
  }
}
