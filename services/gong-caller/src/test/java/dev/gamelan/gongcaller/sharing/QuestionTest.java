package dev.gamelan.gongcaller.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import dev.gamelan.schemas.ToolCallRequested;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionTest {
  @Test
  void theOrderOfFieldsAndWhoAsksMakeNoDifference() {
    ToolCallRequested.Builder ann =
        post("/v2/stats/interaction", "{\"filter\":{\"fromDate\":\"a\",\"toDate\":\"b\"}}");
    ToolCallRequested.Builder bob =
        post("/v2/stats/interaction", "{ \"filter\": {\"toDate\":\"b\", \"fromDate\":\"a\"} }")
            .setCaller("bob")
            .setTool("another");

    assertThat(same(ann)).isEqualTo(same(bob));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"filter\":{\"callIds\":[\"1\"]},\"contentSelector\":{\"exposedFields\":{\"parties\":true}}}",
        "{\"filter\":{\"callIds\":[\"1\"],\"workspaceId\":\"2\"}}",
        "{\"filter\":{\"callIds\":[\"1\"],\"primaryUserIds\":[\"5\"]}}",
        "{\"filter\":{\"callIds\":[\"1\"]},\"cursor\":\"x\"}"
      })
  void aRequestThatPoliciesChangedAsksSomethingElse(String changed) {
    var asked = post("/v2/calls/extensive", "{\"filter\":{\"callIds\":[\"1\"]}}");
    var other = post("/v2/calls/extensive", changed);

    assertThat(same(asked)).isNotEqualTo(same(other));
    assertThat(kind(asked)).isNotEqualTo(kind(other));
  }

  @Test
  void queriesAreToldApartByEachNameAndValue() {
    assertThat(same(get("a", "1", "b", "2"))).isEqualTo(same(get("b", "2", "a", "1")));
    assertThat(same(get("a", "1", "a", "2"))).isNotEqualTo(same(get("a", "2", "a", "1")));
    assertThat(same(get("a", "1b2"))).isNotEqualTo(same(get("a", "1", "b", "2")));
  }

  @Test
  void numbersOfAnyLengthAreToldApart() {
    assertThat(same(post("/v2/x", "{\"n\":0.12345678901234567890}")))
        .isNotEqualTo(same(post("/v2/x", "{\"n\":0.12345678901234567891}")));
  }

  @ParameterizedTest
  @EnumSource(
      value = Effect.class,
      names = {"WRITE", "DELETE", "UNKNOWN"})
  void whatIsNotKnownToReadNeverShares(Effect effect) {
    assertThat(Question.of(post("/v2/calls/transcript", "{}").setEffect(effect).build())).isEmpty();
  }

  @Test
  void trialsOfCredentialsAndBodiesThatAreNotJsonNeverShare() {
    assertThat(Question.of(get("a", "1").setCredentialGeneration(3L).build())).isEmpty();
    assertThat(Question.of(post("/v2/calls/transcript", "{").build())).isEmpty();
    assertThat(Question.of(post("/v2/calls/transcript", "{\"a\":1,\"a\":2}").build())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"filter\":{\"callIds\":[]}}",
        "{\"filter\":{\"callIds\":[\"1\",\"1\"]}}",
        "{\"filter\":{\"callIds\":[1]}}",
        "{\"filter\":{\"callIds\":[\"01\"]}}",
        "{\"filter\":{\"callIds\":\"1\"}}",
        "{\"filter\":{}}",
        "{\"filter\":{\"callIds\":[\"1\"]},\"cursor\":null}"
      })
  void listsThatGongMayReadInAnotherWayAreNotMerged(String body) {
    assertThat(Question.of(post("/v2/calls/transcript", body).build()).orElseThrow().isMergeable())
        .isFalse();
  }

  private static String same(ToolCallRequested.Builder call) {
    return Question.of(call.build()).orElseThrow().same();
  }

  private static String kind(ToolCallRequested.Builder call) {
    return Question.of(call.build()).orElseThrow().kind();
  }

  private static ToolCallRequested.Builder post(String path, String body) {
    var call = Calls.read("POST", path);
    return call.setRequest(
        GongRequest.newBuilder(call.getRequest()).setQuery(List.of()).setBody(body).build());
  }

  private static ToolCallRequested.Builder get(String... query) {
    var call = Calls.read("GET", "/v2/calls");
    var parameters = new ArrayList<QueryParameter>();
    for (int i = 0; i < query.length; i += 2) {
      parameters.add(new QueryParameter(query[i], query[i + 1]));
    }
    return call.setRequest(GongRequest.newBuilder(call.getRequest()).setQuery(parameters).build());
  }
}
