package dev.gamelan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.simulator.testing.Gong;
import dev.gamelan.simulator.testing.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What was seen of Gong about calls and the people in them, and is not published. */
class CallBehaviourIT {
  private static final String NO_CALLS = "No calls found corresponding to the provided filters";

  private final JsonNode users = Gong.get("/v2/users").json().get("users");
  // Which calls there are goes by the time of day, and one by phone was never scheduled.
  private final JsonNode call =
      Gong.get("/v2/calls")
          .json()
          .get("calls")
          .valueStream()
          .filter(one -> one.has("scheduled"))
          .findFirst()
          .orElseThrow();

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

  private static String filter(String field, String id) {
    return "{\"filter\":{\"" + field + "\":[\"" + id + "\"]}}";
  }
}
