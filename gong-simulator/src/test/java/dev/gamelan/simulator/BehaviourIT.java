package dev.gamelan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.simulator.licences.Licences;
import dev.gamelan.simulator.testing.Gong;
import dev.gamelan.simulator.testing.Samples;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What was seen of Gong that its published description does not tell. */
class BehaviourIT {
  private static final String NO_CALLS = "No calls found corresponding to the provided filters";

  private final GongSimulator simulator = Gong.fresh();
  private final JsonNode users = Gong.get("/v2/users").json().get("users");
  private final JsonNode call = Gong.get("/v2/calls").json().get("calls").get(1);

  @BeforeEach
  void fresh() {
    Gong.fresh();
  }

  @Nested
  class Calls {
    @Test
    void areNotFoundAlikeWhereverNoneMatch() {
      assertGone(Gong.get("/v2/calls?fromDateTime=2999-01-01T00:00:00Z"));
      for (String path : new String[] {"/v2/calls/extensive", "/v2/calls/transcript"}) {
        assertGone(Gong.json("POST", path, "{\"filter\":{\"callIds\":[\"12\"]}}"));
      }
    }

    private void assertGone(Gong.Reply reply) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.error()).isEqualTo(NO_CALLS);
    }

    @Test
    void areNamedWhenOneIsNotFound() {
      Gong.Reply reply = Gong.get("/v2/calls/894411314421502864");

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.error()).isEqualTo("Call ID 894411314421502864 was not found");
    }

    @Test
    void areListedFromTheStartOfTheRangeToBeforeItsEnd() {
      String start = call.get("scheduled").asString();
      String from = start.replace("+", "%2B");

      JsonNode found = Gong.get("/v2/calls?fromDateTime=" + from).json().get("calls");
      Gong.Reply before =
          Gong.get("/v2/calls?fromDateTime=2000-01-01T00:00:00Z&toDateTime=" + from);

      assertThat(found.findValuesAsString("id")).contains(call.get("id").asString());
      assertThat(before.response().body()).doesNotContain(call.get("id").asString());
    }

    @Test
    void includePrivateOnes() {
      assertThat(Gong.get("/v2/calls").response().body()).contains("\"isPrivate\":true");
    }

    @Test
    void areAddedOnceForAClientIdAndCanBeReadThen() {
      Samples.Sample sample = new Samples().of("POST /v2/calls");
      Gong.Reply added = sample.send();
      String id = added.json().get("callId").asString();

      assertThat(Gong.get("/v2/calls/" + id).json().get("call").get("clientUniqueId").asString())
          .isEqualTo("something");
      assertThat(sample.send().status()).isEqualTo(409);
      assertThat(Gong.json("POST", "/v2/calls/transcript", filter("callIds", id)).status())
          .as("nothing was transcribed yet")
          .isEqualTo(404);
    }

    @Test
    void showOnlyWhatWasAskedFor() {
      String filter = "{\"filter\":{\"callIds\":[\"" + call.get("id").asString() + "\"]}";
      JsonNode bare = extensive(filter + "}");
      JsonNode deep =
          extensive(
              filter
                  + ",\"contentSelector\":{\"context\":\"Extended\",\"exposedFields\":{"
                  + "\"parties\":true,\"content\":{\"topics\":true,\"trackers\":true},"
                  + "\"interaction\":{\"speakers\":true},\"media\":true}}}");

      assertThat(bare.propertyNames()).containsExactly("metaData");
      assertThat(deep.propertyNames())
          .containsExactlyInAnyOrder(
              "metaData", "context", "parties", "content", "interaction", "media");
      assertThat(deep.get("content").propertyNames())
          .containsExactlyInAnyOrder("topics", "trackers");
    }

    private JsonNode extensive(String body) {
      return Gong.json("POST", "/v2/calls/extensive", body).json().get("calls").get(0);
    }

    @Test
    void tellTheirSpeakersOnlyByTheIdsOfTheirParties() {
      String filter = filter("callIds", call.get("id").asString());
      String selector = ",\"contentSelector\":{\"exposedFields\":{\"parties\":true}}}";
      JsonNode extensive =
          Gong.json(
                  "POST",
                  "/v2/calls/extensive",
                  filter.substring(0, filter.length() - 1) + selector)
              .json();
      JsonNode transcript = Gong.json("POST", "/v2/calls/transcript", filter).json();

      assertThat(extensive.findValuesAsString("speakerId"))
          .containsAll(transcript.findValuesAsString("speakerId"));
    }
  }

  @Nested
  class Access {
    @Test
    void isGivenShownAndTakenAway() {
      new Samples().of("PUT /v2/calls/users-access").send();
      assertThat(shown()).hasSize(1);

      new Samples().of("DELETE /v2/calls/users-access").send();
      assertThat(shown()).isEmpty();
    }

    private Iterable<String> shown() {
      return new Samples()
          .of("POST /v2/calls/users-access")
          .send()
          .json()
          .findValuesAsString("userId");
    }

    @ParameterizedTest
    @CsvSource({"PUT, 400", "DELETE, 200"})
    void toUnknownCallsIsRefusedWhenGivenAndPassedOverWhenTaken(String method, int status) {
      String body = "{\"callAccessList\":[{\"callId\":\"1\",\"userIds\":[\"2\"]}]}";

      Gong.Reply reply = Gong.json(method, "/v2/calls/users-access", body);

      assertThat(reply.status()).isEqualTo(status);
      if (status == 400) {
        assertThat(reply.error()).isEqualTo("Some calls not found");
      }
    }

    @Test
    void toUnknownCallsCannotBeListed() {
      assertThat(Gong.json("POST", "/v2/calls/users-access", filter("callIds", "1")).error())
          .isEqualTo("Some calls not found");
    }
  }

  @Nested
  class Stats {
    private static final String PATH = "/v2/stats/activity/aggregate";

    @Test
    void areRefusedForDaysThatAreNotOver() {
      String tomorrow = LocalDate.now(ZoneId.of("America/New_York")).plusDays(1).toString();

      Gong.Reply reply = Gong.json("POST", PATH, dates("2026-01-01", tomorrow, ""));

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.error()).isEqualTo("The date(s) should not exceed the current day.");
    }

    @Test
    void areNotFoundForUsersWithoutData() {
      String former = users.get(13).get("id").asString();
      String ids = ",\"userIds\":[\"" + former + "\"]";

      assertThat(Gong.json("POST", PATH, dates("2019-01-01", "2019-02-01", ids)).status())
          .isEqualTo(404);
    }

    @Test
    void doNotKnowOtherPeriods() {
      Gong.Reply reply =
          Gong.json(
              "POST",
              "/v2/stats/activity/aggregate-by-period",
              "{\"aggregationPeriod\":\"FORTNIGHT\",\"filter\":{\"fromDate\":\"2026-01-01\","
                  + "\"toDate\":\"2026-02-01\"}}");

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.error()).isEqualTo("Json parse error");
    }

    @Test
    void writeTheIdsOfScorecardsAsText() {
      JsonNode card = Gong.get("/v2/settings/scorecards").json().get("scorecards").get(1);

      assertThat(card.get("scorecardId").isString()).isTrue();
      assertThat(card.get("updaterUserId").stringValue()).isEqualTo("-1");
      assertThat(card.get("questions").get(0).get("minRange").stringValue()).isEqualTo("1");
    }

    @Test
    void coachNobodyForWhoManagesNobody() {
      Map<String, String> query = new Samples().of("GET /v2/coaching").query();
      String target =
          "/v2/coaching?workspace-id="
              + query.get("workspace-id")
              + "&from=2020-01-01T00:00:00Z&to=2999-01-01T00:00:00Z&manager-id=";

      assertThat(Gong.get(target + id(3)).json().get("coachingData").size()).isZero();
      assertThat(Gong.get(target + id(1)).json().get("coachingData").size()).isEqualTo(1);
    }

    private String dates(String from, String to, String more) {
      return "{\"filter\":{\"fromDate\":\"" + from + "\",\"toDate\":\"" + to + "\"" + more + "}}";
    }

    private String id(int user) {
      return users.get(user).get("id").asString();
    }
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

  @Nested
  class Privacy {
    @Test
    void isNotForColleagues() {
      String own = users.get(2).get("emailAddress").asString();

      assertThat(Gong.get("/v2/data-privacy/data-for-email-address?emailAddress=" + own).status())
          .isEqualTo(400);
    }

    @Test
    void forgetsTheCallsOfWhoIsErased() {
      String email =
          Gong.json(
                  "POST",
                  "/v2/calls/extensive",
                  "{\"filter\":{},\"contentSelector\":{\"exposedFields\":{\"parties\":true}}}")
              .json()
              .findValuesAsString("emailAddress")
              .stream()
              .filter(address -> !address.contains("tidewater"))
              .findFirst()
              .orElseThrow();
      String data = "/v2/data-privacy/data-for-email-address?emailAddress=" + email;
      JsonNode before = Gong.get(data).json();

      Gong.Reply erased =
          Gong.send(
              "POST",
              "/v2/data-privacy/erase-data-for-email-address?emailAddress=" + email,
              null,
              null);
      JsonNode after = Gong.get(data).json();

      assertThat(before.get("calls").size()).isPositive();
      assertThat(before.get("customerData").size()).isEqualTo(1);
      assertThat(erased.json().propertyNames()).containsExactly("requestId");
      assertThat(after.get("calls").size() + after.get("customerData").size()).isZero();
      String gone = before.get("calls").get(0).get("id").asString();
      assertThat(Gong.get("/v2/calls/" + gone).status()).isEqualTo(404);
    }
  }

  @Nested
  class Settings {
    @Test
    void ofTheLibraryNeedTheWorkspaceWhenThereAreSeveral() {
      assertThat(Gong.get("/v2/library/folders").status()).isEqualTo(400);
    }

    @Test
    void ofUnknownProfilesAreABadRequest() {
      Gong.Reply reply = Gong.get("/v2/permission-profile?profileId=1");

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.error()).isEqualTo("Bad request");
    }

    @Test
    void ofANewProfileAreDeniedUnlessGrantedAndItsIdIsGongs() {
      Samples.Sample create = new Samples().of("POST /v2/permission-profile");
      String target = create.path() + "?workspaceId=" + create.query().get("workspaceId");
      JsonNode profile =
          Gong.json(
                  "POST",
                  target,
                  "{\"id\":\"5\",\"name\":\"New\",\"library\":true,"
                      + "\"callsAccess\":{\"permissionLevel\":\"own\"}}")
              .json()
              .get("profile");

      assertThat(profile.get("id").asString()).isNotEqualTo("5");
      assertThat(profile.get("library").asBoolean()).isTrue();
      assertThat(profile.get("deals").asBoolean()).isFalse();
      assertThat(profile.get("callsAccess").get("permissionLevel").asString()).isEqualTo("own");
      assertThat(profile.get("dealsAccess").get("permissionLevel").asString()).isEqualTo("none");
      assertThat(
              Gong.get("/v2/permission-profile?profileId=" + profile.get("id").asString())
                  .json()
                  .get("profile"))
          .isEqualTo(profile);
    }

    @Test
    void keepLogInsForTwoWeeks() {
      String old =
          "&fromDateTime=2000-01-01T00:00:00Z&toDateTime="
              + LocalDate.now(ZoneId.of("America/New_York")).minusDays(16)
              + "T00:00:00Z";

      assertThat(Gong.get("/v2/logs?logType=AccessLog" + old).status()).isEqualTo(404);
      assertThat(Gong.get("/v2/logs?logType=UserCallPlay" + old).status()).isEqualTo(200);
    }
  }

  private static String filter(String field, String id) {
    return "{\"filter\":{\"" + field + "\":[\"" + id + "\"]}}";
  }
}
