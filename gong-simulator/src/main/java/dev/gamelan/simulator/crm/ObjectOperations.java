package dev.gamelan.simulator.crm;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.CrmIntegration;
import dev.gamelan.simulator.world.CrmUpload;
import dev.gamelan.simulator.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The objects of the generic CRM, and the fields they may have. */
@Component
class ObjectOperations implements Operations {

  record Objects(Map<String, ObjectNode> crmObjectsMap) {}

  record Schema(Map<String, ArrayNode> objectTypeToSelectedFields) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "GET /v2/crm/entities", ObjectOperations::objects,
        "POST /v2/crm/entities", ObjectOperations::upload,
        "GET /v2/crm/entity-schema", ObjectOperations::schema,
        "POST /v2/crm/entity-schema", ObjectOperations::define);
  }

  private static Answer objects(Ask ask, World world) {
    Optional<CrmIntegration> crm = integration(ask, world);
    if (crm.isEmpty()) {
      return IntegrationOperations.unknown();
    }
    Map<String, ObjectNode> found = new LinkedHashMap<>();
    for (String id : ask.fields().texts("$")) {
      ObjectNode object = crm.get().find(ask.required("objectType"), id);
      if (object != null) {
        found.put(id, object);
      }
    }
    return Answer.ok(new Objects(found));
  }

  private static Answer upload(Ask ask, World world) {
    Optional<CrmIntegration> crm = integration(ask, world);
    if (crm.isEmpty()) {
      return IntegrationOperations.unknown();
    }
    String requestId = ask.required("clientRequestId");
    if (!requestId.matches("[A-Za-z0-9_-]+")) {
      return Answer.refused(400, "clientRequestId may hold letters, digits, - and _");
    }
    String type = ask.required("objectType");
    var lines = ObjectLines.read(type, ask.part("dataFile").orElseThrow().content());
    var request = new CrmUpload(world.now(), lines.objects().size(), lines.errors());
    if (!world.crm().accept(requestId, request)) {
      return IntegrationOperations.usedBefore();
    }
    lines
        .objects()
        .forEach(object -> crm.get().put(type, object.get("objectId").asString(), object));
    return Answer.created(new IntegrationOperations.Accepted(requestId));
  }

  private static Answer schema(Ask ask, World world) {
    String type = ask.required("objectType");
    return integration(ask, world)
        .map(crm -> Answer.ok(new Schema(Map.of(type, crm.fields(type)))))
        .orElseGet(IntegrationOperations::unknown);
  }

  private static Answer define(Ask ask, World world) {
    Optional<CrmIntegration> crm = integration(ask, world);
    if (crm.isEmpty()) {
      return IntegrationOperations.unknown();
    }
    for (Fields field : ask.fields().objects("$")) {
      crm.get().define(ask.required("objectType"), (ObjectNode) field.json());
    }
    return Answer.ok();
  }

  private static Optional<CrmIntegration> integration(Ask ask, World world) {
    return world.crm().integration(ask.required("integrationId"));
  }
}
