package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.Faults.fault;
import static dev.gamelan.gongcaller.testing.Faults.slow;
import static dev.gamelan.gongcaller.testing.ScriptedQuota.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.gongcaller.testing.WithCaller;
import dev.gamelan.schemas.AnswerSource;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QuotaSpent;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.simulator.arrivals.Arrival;
import dev.gamelan.simulator.faults.FaultRule;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads that wait for the same permit, or come while the same is asked, share one request. */
@WithCaller("--gamelan.cache.size=0B")
class SharingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CallerAtWork caller;
  private long arrivedBefore;

  SharingIT(CallerAtWork caller) {
    this.caller = caller;
  }

  @BeforeEach
  void count() {
    arrivedBefore = caller.around.gong.arrivals(0).size();
  }

  @Test
  void whatWaitsForOnePermitIsOneRequestAndEachGetsItsOwn() {
    List<String> ids = callIds(6);
    count();
    holdPermit();
    List<ToolCallRequested> calls =
        IntStream.range(0, 6)
            .mapToObj(i -> asking("extensive", ids.get(i)).setCaller("caller-" + i).build())
            .toList();
    calls.forEach(caller.topics::request);

    for (int i = 0; i < 6; i++) {
      ToolCallCompleted completed = caller.topics.completionOf(calls.get(i).getCallId());
      assertThat(completed.getEnding()).isEqualTo(Ending.ANSWERED);
      JsonNode answer = JSON.readTree(TopicProbe.text(completed));
      assertThat(answer.path("records").path("totalRecords").intValue()).isEqualTo(1);
      assertThat(answer.path("calls").path(0).path("metaData").path("id").stringValue())
          .isEqualTo(ids.get(i));
      assertThat(completed.getSource()).isEqualTo(AnswerSource.BATCH);
      assertThat(completed.getSharedWith()).isEqualTo(5);
      assertThat(completed.getAttempts()).isEqualTo(1);
    }
    assertThat(arrivals("POST /v2/calls/extensive")).hasSize(1);
    QuotaSpent spent = caller.topics.accountsOf(calls.getFirst().getCallId()).getFirst();
    assertThat(spent.getAlsoFor())
        .containsExactlyInAnyOrderElementsOf(
            calls.stream().skip(1).map(ToolCallRequested::getCallId).toList());
    assertThat(
            calls.stream()
                .map(call -> caller.topics.auditEntryOf(call.getCallId()))
                .peek(
                    entry ->
                        assertThat(entry.getUpstreamRequestId()).isEqualTo(spent.getPermitId()))
                .mapToInt(entry -> entry.getQuotaUnits())
                .sum())
        .isEqualTo(1);
  }

  @Test
  void theRequestStandsInTheTracesOfAllItsCalls() {
    List<String> ids = callIds(3);
    count();
    holdPermit();
    List<String> traces =
        IntStream.range(0, 3).mapToObj("4bf92f3577b34da6a3ce929d0e0e473%d"::formatted).toList();
    List<ToolCallRequested> calls =
        ids.stream().map(id -> asking("extensive", id).build()).toList();
    for (int i = 0; i < 3; i++) {
      caller.topics.request(calls.get(i), "00-%s-00f067aa0ba902b7-01".formatted(traces.get(i)));
    }
    calls.forEach(call -> caller.topics.completionOf(call.getCallId()));

    assertThat(arrivals("POST /v2/calls/extensive")).hasSize(1);
    SpanData request =
        caller
            .context()
            .spans()
            .named("gong request")
            .filter(span -> traces.contains(span.getTraceId()))
            .reduce(
                (one, another) -> {
                  throw new AssertionError("Two spans of one request");
                })
            .orElseThrow();
    assertThat(request.getLinks())
        .extracting(link -> link.getSpanContext().getTraceId())
        .containsExactlyInAnyOrderElementsOf(
            traces.stream().filter(trace -> !trace.equals(request.getTraceId())).toList());
  }

  @Test
  void aReadThatIsUnderWayServesWhoeverAsksTheSame() {
    caller.around.gong.faults(1, slow("GET /v2/users", 1, Duration.ofSeconds(3)));
    ToolCallRequested first = reading("/v2/users").build();
    caller.topics.request(first);
    awaitAsking(first);
    ToolCallRequested same = reading("/v2/users").setCaller("bob").build();
    ToolCallRequested fresh = reading("/v2/users").setMaxAgeMillis(0L).build();
    caller.topics.request(same);
    caller.topics.request(fresh);

    ToolCallCompleted alone = caller.topics.completionOf(fresh.getCallId());
    assertThat(alone.getSource()).isEqualTo(AnswerSource.UPSTREAM);
    ToolCallCompleted shared = caller.topics.completionOf(same.getCallId());
    assertThat(shared.getSource()).isEqualTo(AnswerSource.COALESCED);
    assertThat(TopicProbe.text(shared))
        .isEqualTo(TopicProbe.text(caller.topics.completionOf(first.getCallId())));
    assertThat(arrivals("GET /v2/users")).hasSize(2);
  }

  @Test
  void nobodyJoinsAReadThatBeganBeforeAWrite() {
    caller.around.gong.faults(1, slow("GET /v2/users", 1, Duration.ofSeconds(3)));
    ToolCallRequested first = reading("/v2/users").build();
    caller.topics.request(first);
    awaitAsking(first);
    ToolCallRequested write = Calls.write().build();
    caller.topics.request(write);
    caller.topics.completionOf(write.getCallId());
    ToolCallRequested after = reading("/v2/users").build();
    caller.topics.request(after);

    assertThat(caller.topics.completionOf(after.getCallId()).getSource())
        .isEqualTo(AnswerSource.UPSTREAM);
    assertThat(arrivals("GET /v2/users")).hasSize(2);
  }

  @Test
  void aBatchThatFailsGoesBackTogether() {
    List<String> ids = callIds(4);
    count();
    caller.around.gong.faults(1, fault(FaultRule.Kind.SERVER_ERROR, 1));
    holdPermit();
    List<ToolCallRequested> calls =
        ids.stream().map(id -> asking("transcript", id).build()).toList();
    calls.forEach(caller.topics::request);

    for (ToolCallRequested call : calls) {
      ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
      assertThat(completed.getEnding()).isEqualTo(Ending.ANSWERED);
      assertThat(completed.getAttempts()).isEqualTo(2);
    }
    assertThat(arrivals("POST /v2/calls/transcript")).hasSize(2);
  }

  @Test
  void aBadIdFailsAlone() {
    List<String> ids = new ArrayList<>(callIds(7));
    ids.add(3, "999");
    count();
    holdPermit();
    List<ToolCallRequested> calls =
        ids.stream().map(id -> asking("users-access", id).build()).toList();
    calls.forEach(caller.topics::request);

    for (int i = 0; i < calls.size(); i++) {
      assertThat(caller.topics.completionOf(calls.get(i).getCallId()).getEnding())
          .isEqualTo(i == 3 ? Ending.REFUSED_BY_GONG : Ending.ANSWERED);
    }
    assertThat(arrivals("POST /v2/calls/users-access")).hasSizeLessThanOrEqualTo(7);
  }

  @Test
  void aCancelledCallDropsOutOfItsBatch() {
    List<String> ids = callIds(2);
    count();
    caller.around.quota.next(asked -> granted(3_000, 8_000, 0));
    ToolCallRequested stays = asking("extensive", ids.get(0)).build();
    ToolCallRequested goes = asking("extensive", ids.get(1)).build();
    caller.topics.request(stays);
    caller.topics.request(goes);
    caller.topics.cancel("default", goes.getCallId(), "ann");

    assertThat(caller.topics.completionOf(goes.getCallId()).getEnding())
        .isEqualTo(Ending.CANCELLED);
    ToolCallCompleted completed = caller.topics.completionOf(stays.getCallId());
    assertThat(completed.getSource()).isEqualTo(AnswerSource.UPSTREAM);
    assertThat(completed.getSharedWith()).isZero();
  }

  /** The next permit takes so long that everything is there when it is due. */
  private void holdPermit() {
    caller.around.quota.next(asked -> granted(2_000, 8_000, 0));
  }

  private void awaitAsking(ToolCallRequested call) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                caller.topics.laneStatesOf("default").stream()
                    .anyMatch(state -> state.getAsking().contains(call.getCallId())));
  }

  private List<Arrival> arrivals(String operation) {
    return caller.around.gong.arrivals(0).stream()
        .skip(arrivedBefore)
        .filter(arrival -> arrival.operation().equals(operation))
        .toList();
  }

  private List<String> callIds(int count) {
    ToolCallRequested list = Calls.read("GET", "/v2/calls").build();
    caller.topics.request(list);
    List<String> ids = new ArrayList<>();
    JSON.readTree(TopicProbe.text(caller.topics.completionOf(list.getCallId())))
        .path("calls")
        .forEach(call -> ids.add(call.path("id").stringValue()));
    return ids.subList(0, count);
  }

  private static ToolCallRequested.Builder asking(String what, String id) {
    return request(
        "POST", "/v2/calls/" + what, "{\"filter\":{\"callIds\":[\"%s\"]}}".formatted(id));
  }

  private static ToolCallRequested.Builder reading(String path) {
    return request("GET", path, null);
  }

  private static ToolCallRequested.Builder request(
      String method, String path, @Nullable String body) {
    return Calls.read(method, path)
        .setRequest(
            GongRequest.newBuilder()
                .setMethod(method)
                .setPath(path)
                .setQuery(List.of())
                .setBody(body)
                .build());
  }
}
