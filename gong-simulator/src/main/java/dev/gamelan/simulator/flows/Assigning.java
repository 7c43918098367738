package dev.gamelan.simulator.flows;

import dev.gamelan.simulator.world.Flow;
import dev.gamelan.simulator.world.User;
import dev.gamelan.simulator.world.World;
import java.util.Optional;

/** Puts one prospect into a flow, unless something speaks against it. */
record Assigning(Flow flow, User owner, boolean despiteCoolOff) {

  /** Whether it worked. */
  sealed interface Result {}

  record Assigned(Flow.Instance instance) implements Result {}

  record NotAssigned(String flowId, String crmProspectId, String errorCode, String errorMessage)
      implements Result {}

  Result assign(String crmId, World world) {
    if (world.customers().findContact(crmId).isEmpty()) {
      return new NotAssigned(
          flow.id(), crmId, "InvalidArgument", "The prospect was not found in the CRM");
    }
    Optional<Flow.Instance> same =
        world.flows().instances().stream()
            .filter(one -> one.crmProspectId().equals(crmId) && one.isOpen())
            .filter(one -> one.flowId().equals(flow.id()) || one.exclusive() || flow.exclusive())
            .findFirst();
    if (same.isPresent() && !(despiteCoolOff && !same.get().flowId().equals(flow.id()))) {
      return new NotAssigned(
          flow.id(), crmId, "InvalidState", "The prospect is already in this flow or kept from it");
    }
    Flow.Instance instance = instance(crmId, world);
    world.flows().put(instance);
    return new Assigned(instance);
  }

  private Flow.Instance instance(String crmId, World world) {
    return new Flow.Instance(
        flow.id(),
        flow.name(),
        crmId,
        world.newId(),
        owner.emailAddress(),
        owner.fullName(),
        world.now(),
        "Pending",
        flow.workspaceId(),
        flow.exclusive());
  }
}
