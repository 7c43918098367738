package dev.gamelan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.simulator.licences.Licences;
import dev.gamelan.simulator.testing.Gong;
import dev.gamelan.simulator.testing.Samples;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What was seen of Engage, meetings, AI answers and the CRM, and is not published. */
class SalesBehaviourIT {
  private final GongSimulator simulator = Gong.fresh();
  private final JsonNode users = Gong.get("/v2/users").json().get("users");

  @BeforeEach
  void fresh() {
    Gong.fresh();
  }

  @Nested
  class Engage {
    @Test
    void answersWithNothingForAnOwnerOfNothing() {
      JsonNode reply = Gong.get("/v2/flows?flowOwnerEmail=nobody@elsewhere.example").json();

      assertThat(reply.get("records").get("totalRecords").asInt()).isZero();
      assertThat(reply.get("flows").size()).isZero();
    }

    @Test
    void writesNullAsTextInFolders() {
      JsonNode folders = new Samples().of("GET /v2/flows/folders").send().json();

      assertThat(folders.get("flowsFolders").get(0).get("folderId").stringValue())
          .isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        value = {
          "POST; /v2/flows/steps; {\"flowIds\":[\"77\"]}; 404; Flow not found: flowId=77",
          "GET; /v2/flows/prospects/bulk-assignments/12345; ; 404; Flow prospects bulk assignment 12345 not found",
          "POST; /v2/flows/prospects/unassign-flows-by-instance-id; {\"flowInstanceIds\":[\"1\"]}; 400; One or more of the given flowInstanceIds does not exist",
        })
    void saysWhatItDoesNotKnow(
        String method, String target, @Nullable String body, int status, String error) {
      Gong.Reply reply = Gong.send(method, target, body == null ? null : "application/json", body);

      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.error()).isEqualTo(error);
    }

    @Test
    void takesNobodyOutForAnUnknownCrmId() {
      JsonNode reply =
          Gong.json(
                  "POST",
                  "/v2/flows/prospects/unassign-flows-by-crm-id",
                  "{\"crmProspectId\":\"unknown\"}")
              .json();

      assertThat(reply.get("unassignedFlowInstanceIds").size()).isZero();
    }

    @Test
    void showsWhomItWasGiven() {
      JsonNode assigned = new Samples().of("POST /v2/flows/prospects/assign").send().json();
      JsonNode shown = new Samples().of("POST /v2/flows/prospects").send().json();

      assertThat(shown.findValuesAsString("flowInstanceId"))
          .containsAll(assigned.findValuesAsString("flowInstanceId"))
          .isNotEmpty();
    }

    @Test
    void isRefusedWithoutItsLicenceAndTasksFailThen() {
      Samples.Sample flows = new Samples().of("GET /v2/flows");
      Samples.Sample tasks = new Samples().of("POST /v2/tasks");
      Samples.Sample task = new Samples().of("PATCH /v2/tasks/{taskId}");
      Licences.Bought before = simulator.licences();
      simulator.licences(new Licences.Bought(false, 1, Duration.ZERO, Duration.ZERO));

      assertThat(flows.send().status()).isEqualTo(403);
      assertThat(tasks.send().status()).isEqualTo(500);
      assertThat(task.send().error()).isEqualTo("Internal server error occurred");
      simulator.licences(before);
    }
  }

  @Nested
  class Meetings {
    @Test
    void thatAreUnknownCannotBeDeletedButSeemToBeUpdated() {
      Samples.Sample update = new Samples().of("PUT /v2/meetings/{meetingId}");
      Gong.Reply deleted = Gong.json("DELETE", "/v2/meetings/77", "{}");

      assertThat(deleted.status()).isEqualTo(404);
      assertThat(deleted.error()).isEqualTo("The given meeting ID was not found.");
      assertThat(deleted.json().has("userFacingError")).isTrue();
      assertThat(Gong.json("PUT", "/v2/meetings/77", String.valueOf(update.body())).status())
          .isEqualTo(200);
    }

    @Test
    void needAConnectedProvider() {
      String organizer = users.get(8).get("emailAddress").asString();
      String body =
          String.valueOf(new Samples().of("POST /v2/meetings").body())
              .replaceFirst(
                  "\"organizerEmail\":\"[^\"]+\"", "\"organizerEmail\":\"" + organizer + "\"");

      Gong.Reply reply = Gong.json("POST", "/v2/meetings", body);

      assertThat(reply.status()).isEqualTo(409);
      assertThat(reply.error()).isEqualTo("Provider disconnected");
      assertThat(reply.json().get("userFacingError").asString()).isNotEmpty();
    }
  }

  @Nested
  class Ai {
    @Test
    void endsWhenTheCreditsDo() {
      Samples.Sample question = new Samples().of("GET /v2/entities/ask-entity");
      Licences.Bought before = simulator.licences();
      simulator.licences(new Licences.Bought(true, 1, Duration.ZERO, Duration.ZERO));

      assertThat(question.send().status()).isEqualTo(200);
      assertThat(question.send().status()).isEqualTo(402);
      simulator.licences(before);
    }

    @Test
    void takesItsTime() {
      Samples.Sample question = new Samples().of("GET /v2/entities/ask-entity");
      Licences.Bought before = simulator.licences();
      Duration latency = Duration.ofMillis(120);
      simulator.licences(new Licences.Bought(true, 1, latency, latency));
      long start = System.nanoTime();

      assertThat(question.send().status()).isEqualTo(200);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(latency.toNanos());
      simulator.licences(before);
    }

    @Test
    void knowsOnlyPublishedBriefs() {
      Samples.Sample brief = new Samples().of("GET /v2/entities/get-brief");
      Map<String, String> query = new HashMap<>(brief.query());
      query.put("briefName", "Executive summary");

      Gong.Reply reply =
          new Samples.Sample(brief.operation(), brief.path(), query, null, Map.of()).send();

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.error())
          .isEqualTo("Brief not found - could be that the brief is not published");
    }
  }

  @Nested
  class Crm {
    @Test
    void hasRoomForOneIntegration() {
      Gong.Reply reply =
          Gong.json(
              "PUT",
              "/v2/crm/integrations",
              "{\"name\":\"Second\",\"ownerEmail\":\""
                  + users.get(0).get("emailAddress").asString()
                  + "\"}");

      assertThat(reply.status()).isEqualTo(409);
      assertThat(reply.error())
          .startsWith("Your organization already has an active GENERIC CRM integration.");
    }

    @Test
    void acceptsAClientRequestIdOnce() {
      Samples.Sample upload = new Samples().of("POST /v2/crm/entities");

      assertThat(upload.send().status()).isEqualTo(201);
      assertThat(upload.send().status()).isEqualTo(409);
    }

    @Test
    void writesTheIntegrationIdAsANumber() {
      assertThat(
              Gong.get("/v2/crm/integrations").json().findValue("integrationId").isIntegralNumber())
          .isTrue();
    }
  }
}
