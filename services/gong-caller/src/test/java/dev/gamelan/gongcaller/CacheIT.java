package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.ScriptedQuota.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.gongcaller.testing.WithCaller;
import dev.gamelan.schemas.AnswerSource;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What was answered a moment ago is answered again at once, and costs nothing. */
@WithCaller
class CacheIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CallerAtWork caller;

  CacheIT(CallerAtWork caller) {
    this.caller = caller;
  }

  @Test
  void anAnswerOfLateIsGivenAgainEvenWhileQuotaRefusesEverybody() {
    ToolCallCompleted first = completed(read("/v2/users").build());
    assertThat(first.getSource()).isNotEqualTo(AnswerSource.UNKNOWN);
    caller.around.quota.usually(refused(429, "FROZEN", 600_000));

    ToolCallCompleted again = completed(read("/v2/users").setCaller("bob").build());
    assertThat(again.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(again.getSource()).isEqualTo(AnswerSource.CACHE);
    assertThat(again.getAttempts()).isZero();
    assertThat(again.getAgeMillis()).isNotNegative();
    assertThat(again.getUpstreamRequestId()).isEqualTo(first.getUpstreamRequestId());
    assertThat(TopicProbe.text(again)).isEqualTo(TopicProbe.text(first));
    assertThat(caller.topics.auditEntryOf(again.getCallId()).getQuotaUnits()).isZero();
    assertThat(caller.topics.spentOn(again.getCallId())).isEmpty();
  }

  @Test
  void whatStoodInAListIsNotAskedAgain() {
    ToolCallCompleted list = completed(read("/v2/users").build());
    String id = JSON.readTree(TopicProbe.text(list)).path("users").path(0).path("id").stringValue();

    ToolCallCompleted one = completed(read("/v2/users/" + id).build());
    assertThat(one.getSource()).isEqualTo(AnswerSource.CACHE);
    assertThat(one.getUpstreamRequestId()).isEqualTo(list.getUpstreamRequestId());
    ToolCallCompleted alone = completed(read("/v2/users/" + id).setMaxAgeMillis(0L).build());
    assertThat(alone.getSource()).isEqualTo(AnswerSource.UPSTREAM);
    assertThat(JSON.readTree(TopicProbe.text(one)).path("user"))
        .isEqualTo(JSON.readTree(TopicProbe.text(alone)).path("user"));
  }

  @Test
  void thatADayHadNoCallsIsNotAskedAgain() {
    ToolCallRequested call =
        read("/v2/calls")
            .setRequest(
                GongRequest.newBuilder()
                    .setMethod("GET")
                    .setPath("/v2/calls")
                    .setQuery(
                        List.of(
                            new QueryParameter("fromDateTime", "2020-01-01T00:00:00Z"),
                            new QueryParameter("toDateTime", "2020-01-02T00:00:00Z")))
                    .build())
            .build();
    ToolCallCompleted first = completed(call);
    assertThat(first.getEnding()).isEqualTo(Ending.REFUSED_BY_GONG);

    ToolCallCompleted again =
        completed(
            ToolCallRequested.newBuilder(call).setCallId(UUID.randomUUID().toString()).build());
    assertThat(again.getSource()).isEqualTo(AnswerSource.CACHE);
    assertThat(again.getEnding()).isEqualTo(first.getEnding());
    assertThat(again.getHttpStatus()).isEqualTo(404);
    assertThat(again.getDetail()).isEqualTo(first.getDetail());
    assertThat(TopicProbe.text(again)).isEqualTo(TopicProbe.text(first));
  }

  @Test
  void whoeverWantsItFromGongGetsItFromGong() {
    completed(read("/v2/workspaces").build());

    assertThat(completed(read("/v2/workspaces").setMaxAgeMillis(0L).build()).getSource())
        .isEqualTo(AnswerSource.UPSTREAM);
  }

  @Test
  void aWriteMakesItForgotten() {
    completed(read("/v2/settings/scorecards").build());
    completed(Calls.write().build());

    assertThat(completed(read("/v2/settings/scorecards").build()).getSource())
        .isEqualTo(AnswerSource.UPSTREAM);
    assertThat(completed(read("/v2/settings/scorecards").build()).getSource())
        .isEqualTo(AnswerSource.CACHE);
  }

  private ToolCallCompleted completed(ToolCallRequested call) {
    caller.topics.request(call);
    return caller.topics.completionOf(call.getCallId());
  }

  private static ToolCallRequested.Builder read(String path) {
    return Calls.read("GET", path)
        .setRequest(
            GongRequest.newBuilder().setMethod("GET").setPath(path).setQuery(List.of()).build());
  }
}
