package dev.gamelan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.simulator.testing.Gong;
import dev.gamelan.simulator.testing.Samples;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What was seen of figures and settings, and is not published. */
class SettingsBehaviourIT {
  private final JsonNode users = Gong.get("/v2/users").json().get("users");

  @BeforeEach
  void fresh() {
    Gong.fresh();
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
}
