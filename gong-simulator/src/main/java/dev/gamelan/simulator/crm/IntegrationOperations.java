package dev.gamelan.simulator.crm;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.CrmIntegration;
import dev.gamelan.simulator.world.CrmUpload;
import dev.gamelan.simulator.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The integration itself, and how its asynchronous requests fare. */
@Component
class IntegrationOperations implements Operations {
  private static final Duration PENDING = Duration.ofSeconds(1);
  private static final Duration WORK = Duration.ofSeconds(3);

  record Integrations(List<Integration> integrations) {}

  record Integration(long integrationId, String ownerEmail, String name) {}

  record Registered(long integrationId) {}

  record Accepted(String clientRequestId) {}

  record Status(
      String status, List<CrmUpload.Fault> errors, int totalErrorCount, int totalSuccessCount) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "GET /v2/crm/integrations", IntegrationOperations::list,
        "PUT /v2/crm/integrations", IntegrationOperations::register,
        "DELETE /v2/crm/integrations", IntegrationOperations::delete,
        "GET /v2/crm/request-status", IntegrationOperations::status);
  }

  private static Answer list(Ask ask, World world) {
    return Answer.ok(
        new Integrations(
            world
                .crm()
                .integration()
                .map(one -> new Integration(one.integrationId(), one.ownerEmail(), one.name()))
                .stream()
                .toList()));
  }

  private static Answer register(Ask ask, World world) {
    String owner = ask.fields().required("ownerEmail");
    if (world.users().findByEmail(owner).isEmpty()) {
      return Answer.refused(400, "The owner was not found");
    }
    if (world.crm().integration().isPresent()) {
      return Answer.refused(
          409, "Your organization already has an active GENERIC CRM integration.");
    }
    long id = Long.parseLong(world.newId());
    world.crm().register(CrmIntegration.empty(id, owner, ask.fields().required("name")));
    return Answer.ok(new Registered(id));
  }

  private static Answer delete(Ask ask, World world) {
    if (world.crm().integration(ask.required("integrationId")).isEmpty()) {
      return unknown();
    }
    String requestId = ask.required("clientRequestId");
    if (!world.crm().accept(requestId, new CrmUpload(world.now(), 1, List.of()))) {
      return usedBefore();
    }
    world.crm().delete();
    return Answer.created(new Accepted(requestId));
  }

  private static Answer status(Ask ask, World world) {
    return world
        .crm()
        .request(ask.required("clientRequestId"))
        .map(upload -> Answer.ok(status(upload, world)))
        .orElseGet(() -> Answer.refused(400, "The clientRequestId is not known"));
  }

  private static Status status(CrmUpload upload, World world) {
    Duration age = Duration.between(upload.accepted(), world.now());
    if (age.compareTo(WORK) < 0) {
      String status = age.compareTo(PENDING) < 0 ? "PENDING" : "IN_PROGRESS";
      return new Status(status, List.of(), 0, 0);
    }
    List<CrmUpload.Fault> errors = upload.errors();
    String status = errors.isEmpty() ? "DONE" : "FAILED";
    return new Status(status, errors, errors.size(), upload.good());
  }

  static Answer unknown() {
    return Answer.refused(400, "The integrationId is not known");
  }

  static Answer usedBefore() {
    return Answer.refused(409, "The clientRequestId was used before");
  }
}
