package dev.gamelan.simulator.testing;

import dev.gamelan.simulator.facts.FieldFacts;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Values that make sense to the simulated company, found by asking it. */
final class SampleValues {
  private static final Set<String> OPTIONAL_BUT_NEEDED =
      Set.of(
          "GET /v2/library/folders workspaceId",
          "GET /v2/library/folder-content folderId",
          "POST /v2/flows/prospects crmProspectsIds",
          "POST /v2/flows/steps flowIds",
          "POST /v2/permission-profile name",
          "POST /v2/stats/activity/day-by-day filter.userIds",
          "POST /v2/meetings/integration/status emails",
          "PUT /v2/calls/users-access callAccessList",
          "DELETE /v2/calls/users-access callAccessList");

  private final Map<String, String> known = new HashMap<>();

  SampleValues() {
    var users = Gong.get("/v2/users").json().get("users");
    var workspace = Gong.get("/v2/workspaces").json().get("workspaces").get(0).get("id").asString();
    var calls = Gong.get("/v2/calls").json().get("calls");
    var seller = users.get(3);
    var developer = users.get(7);
    var manager = users.get(1);
    known.put("workspaceId", workspace);
    known.put("workspace-id", workspace);
    known.put("manager-id", manager.get("id").asString());
    known.put("id", calls.get(0).get("id").asString());
    known.put("GET /v2/users/{id} id", seller.get("id").asString());
    known.put("GET /v2/users/{id}/settings-history id", seller.get("id").asString());
    known.put("callId", calls.get(0).get("id").asString());
    known.put("callIds", calls.get(0).get("id").asString());
    known.put("userId", developer.get("id").asString());
    known.put("userIds", seller.get("id").asString());
    known.put("primaryUser", seller.get("id").asString());
    String email = seller.get("emailAddress").asString();
    for (String field :
        new String[] {"ownerEmail", "organizerEmail", "flowInstanceOwnerEmail", "emails"}) {
      known.put(field, email);
    }
    known.put("flowOwnerEmail", developer.get("emailAddress").asString());
    known.put("flowFolderOwnerEmail", manager.get("emailAddress").asString());
    known.put("from", "2026-01-01T00:00:00Z");
    known.put("to", "2999-01-01T00:00:00Z");
    String lastWeek = LocalDate.now(ZoneOffset.UTC).minusDays(20).toString();
    known.put("fromDate", lastWeek);
    known.put("toDate", LocalDate.now(ZoneOffset.UTC).minusDays(2).toString());
    for (String field : new String[] {"actualStart", "eventTimestamp", "timestamp", "startTime"}) {
      known.put(field, "2026-11-02T09:00:00Z");
    }
    known.put("endTime", "2026-11-02T10:30:00Z");
    known.put("fromDateTime", "2020-01-01T00:00:00Z");
    known.put("GET /v2/calls toDateTime", "2999-01-01T00:00:00Z");
    known.put("emailAddress", "nobody@elsewhere.example");
    known.put("phoneNumber", "+1 999 555 0000");
    known.put("clientRequestId", "request-1");
    known.put("mediaFile", "not really music");
    known.put(
        "dataFile", "{\"objectId\":\"1\",\"modifiedDate\":\"2026-01-01\",\"name\":\"One\"}\n");
    known.put("file", "user,amount\nsomebody,10\n");
    known.put("rangeFrom", "1");
    known.put("briefName", "Deal risks");
    known.put(
        "profileId",
        first("/v2/all-permission-profiles?workspaceId=" + workspace, "profiles", "id"));
    known.put("folderId", first("/v2/library/folders?workspaceId=" + workspace, "folders", "id"));
    known.put("targetId", first("/v2/targets?workspaceId=" + workspace, "targets", "id"));
    known.put("integrationId", first("/v2/crm/integrations", "integrations", "integrationId"));
    String flow = first("/v2/flows?flowOwnerEmail=" + known.get("flowOwnerEmail"), "flows", "id");
    known.put("flowId", flow);
    known.put("flowIds", flow);
    var task =
        Gong.json(
                "POST",
                "/v2/tasks",
                "{\"filter\":{\"userId\":\""
                    + known.get("userId")
                    + "\",\"types\":[\"FLOW\",\"MANUAL\"],\"taskAction\":[\"CALL\"],"
                    + "\"status\":[\"OPEN\",\"DONE\",\"DISMISSED\"]}}")
            .json()
            .get("tasks")
            .get(0);
    known.put("taskId", task.get("id").asString());
    String crmId = task.get("contact").get("crmId").asString();
    known.put("crmProspectsIds", crmId);
    known.put("crmProspectId", crmId);
    known.put("crmEntityId", crmId);
    known.put("GET /v2/crm/entities $", task.get("account").get("crmId").asString());
    known.put("$", task.get("account").get("crmId").asString());
  }

  /** Some operations need something to be there, or not to be there, before. */
  void prepare(String operation) {
    switch (operation) {
      case "PUT /v2/crm/integrations" -> {
        String target =
            "/v2/crm/integrations?clientRequestId=before&integrationId="
                + known.get("integrationId");
        Gong.send("DELETE", target, null, null);
      }
      case "GET /v2/crm/request-status" -> new Samples().of("POST /v2/crm/entities").send();
      case "GET /v2/flows/prospects/bulk-assignments/{id}" ->
          known.put(
              operation + " id",
              new Samples()
                  .of("POST /v2/flows/prospects/bulk-assignments")
                  .send()
                  .json()
                  .get("id")
                  .asString());
      case "PUT /v2/meetings/{meetingId}", "DELETE /v2/meetings/{meetingId}" ->
          known.put(
              "meetingId",
              new Samples().of("POST /v2/meetings").send().json().get("meetingId").asString());
      case "POST /v2/flows/prospects/unassign-flows-by-instance-id" ->
          known.put(
              "flowInstanceIds",
              new Samples()
                  .of("POST /v2/flows/prospects/assign")
                  .send()
                  .json()
                  .get("prospectsAssigned")
                  .get(0)
                  .get("flowInstanceId")
                  .asString());
      default -> {}
    }
  }

  private static String first(String target, String list, String field) {
    return Gong.get(target).json().get(list).get(0).get(field).asString();
  }

  boolean wants(String operation, FieldFacts field) {
    return field.required() || OPTIONAL_BUT_NEEDED.contains(operation + ' ' + field.name());
  }

  String text(String operation, FieldFacts field) {
    String leaf = field.name().substring(field.name().lastIndexOf('.') + 1);
    String exact = known.get(operation + ' ' + leaf);
    if (exact != null) {
      return exact;
    }
    return field.allowed().isEmpty()
        ? known.getOrDefault(leaf, "something")
        : field.allowed().getLast();
  }
}
