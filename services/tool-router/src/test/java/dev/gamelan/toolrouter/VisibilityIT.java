package dev.gamelan.toolrouter;

import static dev.gamelan.toolrouter.testing.VisibleCalls.CALLS;
import static dev.gamelan.toolrouter.testing.VisibleCalls.ENFORCED;
import static dev.gamelan.toolrouter.testing.VisibleCalls.LIST_CALLS;
import static dev.gamelan.toolrouter.testing.VisibleCalls.govern;
import static dev.gamelan.toolrouter.testing.VisibleCalls.ids;
import static dev.gamelan.toolrouter.testing.VisibleCalls.mirror;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each person gets of the calls what they would see in Gong, whichever way they read. */
@WithBroker
class VisibilityIT {
  private static RunningRouter router;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    router = RunningRouter.start("gamelan.visibility.look-every=100ms");
    gongCaller = new FakeGongCaller();
  }

  @AfterAll
  static void stop() {
    // Other tests share the broker.
    govern(router, null);
    gongCaller.close();
    router.close();
  }

  @BeforeEach
  void mirrorsAndEnforces() {
    gongCaller.forget();
    gongCaller.answerAllWith(CALLS);
    mirror(router, gongCaller, Instant.now());
    govern(router, ENFORCED);
  }

  private static McpPost.Reply call(String token, String body) {
    return McpPost.to(router.url() + "/v1/tool-calls").as(token).send(body);
  }

  @Test
  void eachPersonGetsTheCallsTheyWouldSeeInGong() {
    McpPost.Reply bob = call(RunningRouter.READER, LIST_CALLS);
    McpPost.Reply cleo = call(RunningRouter.OTHER_READER, LIST_CALLS);

    assertThat(ids(bob.json().at("/result/calls"))).containsExactly("1", "2");
    assertThat(bob.json().at("/result/records/totalRecords").asInt()).isEqualTo(2);
    assertThat(bob.json().at("/notes/0").asString())
        .isEqualTo("2 calls withheld: you may not see them in Gong.");
    assertThat(bob.text()).doesNotContain("Anns").doesNotContain("Cleos");
    assertThat(ids(cleo.json().at("/result/calls"))).containsExactly("1", "3");
    assertThat(cleo.text()).doesNotContain("private\"");
  }

  @Test
  void theSameHoldsWhereTheAnswerIsReadLater() {
    String callId = call(RunningRouter.READER, LIST_CALLS).json().path("callId").asString();
    govern(router, "{\"mode\": \"OFF\"}");
    assertThat(past(callId).text()).contains("Anns private");

    govern(router, ENFORCED);

    McpPost.Reply reply = past(callId);
    assertThat(ids(reply.json().at("/result/calls"))).containsExactly("1", "2");
    assertThat(reply.text()).doesNotContain("Anns");
  }

  private static McpPost.Reply past(String callId) {
    return McpPost.to(router.url() + "/v1/tool-calls/" + callId)
        .as(RunningRouter.READER)
        .send("GET", HttpRequest.BodyPublishers.noBody());
  }

  @Test
  void theProxyPassesOnNoMore() {
    McpPost.Reply reply =
        McpPost.to(
                router.url()
                    + "/proxy/default/v2/calls?fromDateTime=2026-05-01T00:00:00Z"
                    + "&toDateTime=2026-05-02T00:00:00Z")
            .as(RunningRouter.READER)
            .send("GET", HttpRequest.BodyPublishers.noBody());

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(ids(reply.json().path("calls"))).containsExactly("1", "2");
    assertThat(reply.text()).doesNotContain("Anns");
  }

  @Test
  void mcpTellsThatSomethingWasWithheldAndCompletesNothingOfIt() {
    McpPost.Reply reply =
        McpPost.modern(router.url(), "tools/call", "gong_list_calls")
            .as(RunningRouter.READER)
            .send(
                McpPost.request(
                    "tools/call",
                    "\"name\": \"gong_list_calls\", \"arguments\": {\"fromDateTime\":"
                        + " \"2026-05-01T00:00:00Z\", \"toDateTime\": \"2026-05-02T00:00:00Z\"}"));

    assertThat(reply.json().at("/result/content/1/text").asString()).contains("2 calls withheld");
    assertThat(reply.json().path("result").path("_meta").path("dev.gamelan/notes")).hasSize(1);
    assertThat(reply.text()).contains("Bobs private").doesNotContain("Anns");
    McpPost.Reply completed =
        McpPost.modern(router.url(), "completion/complete", "review_call")
            .as(RunningRouter.READER)
            .send(
                McpPost.request(
                    "completion/complete",
                    "\"ref\": {\"type\": \"ref/prompt\", \"name\": \"review_call\"},"
                        + " \"argument\": {\"name\": \"call\", \"value\": \"private\"}"));
    assertThat(completed.text()).contains("Bobs private").doesNotContain("Anns private");
  }

  @Test
  void oneCallThatMayNotBeSeenIsAsIfNotFound() {
    gongCaller.answerAllWith(
        """
        {"call": {"id": "4", "title": "Anns private", "primaryUserId": "11", "workspaceId": "7",
                  "isPrivate": true}}
        """);

    McpPost.Reply reply =
        call(
            RunningRouter.OTHER_READER,
            "{\"tool\": \"gong_get_call\", \"arguments\": {\"id\": \"4\"}}");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().at("/error/code").asString()).isEqualTo("not-visible");
    assertThat(reply.text()).doesNotContain("Anns");
  }

  @Test
  void aTranscriptsCallIsAskedForOnceWhereItIsNotKnown() {
    gongCaller.answer(
        command ->
            Optional.of(
                FakeGongCaller.answered(
                    command,
                    command.getTool().equals("gong_get_call_transcripts")
                        ? """
                        {"callTranscripts": [{"callId": "91", "transcript": []},
                                             {"callId": "92", "transcript": []},
                                             {"callId": "93", "transcript": []}]}
                        """
                        : """
                        {"calls": [
                          {"metaData": {"id": "91", "primaryUserId": "12", "workspaceId": "7",
                                        "isPrivate": false}, "parties": []},
                          {"metaData": {"id": "92", "primaryUserId": "11", "workspaceId": "7",
                                        "isPrivate": false}, "parties": []}]}
                        """)));
    String body =
        "{\"tool\": \"gong_get_call_transcripts\", \"arguments\": {\"filter\": {\"callIds\":"
            + " [\"91\", \"92\", \"93\"]}}}";

    McpPost.Reply first = call(RunningRouter.READER, body);
    McpPost.Reply second = call(RunningRouter.READER, body);

    for (McpPost.Reply reply : List.of(first, second)) {
      assertThat(reply.json().at("/result/callTranscripts")).as(reply.text()).hasSize(1);
      assertThat(reply.json().at("/result/callTranscripts/0/callId").asString()).isEqualTo("91");
    }
    assertThat(gongCaller.commands())
        .filteredOn(command -> command.getCaller().equals("gamelan"))
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.getTool()).isEqualTo("gong_list_calls_extensive");
              assertThat(command.getRequest().getBody()).contains("\"91\",\"92\",\"93\"");
              assertThat(command.getCallClass()).isEqualTo(CallClass.INTERACTIVE);
            });
  }

  @Test
  void auditModeTakesNothingOutAndSaysWhatItWould() {
    govern(router, ENFORCED.replace("ENFORCE", "AUDIT"));

    McpPost.Reply reply = call(RunningRouter.READER, LIST_CALLS);

    assertThat(ids(reply.json().at("/result/calls"))).containsExactly("1", "2", "3", "4");
    assertThat(reply.json().has("notes")).isFalse();
    AuditEvent event = gongCaller.awaitTrail("not-filtered", "gong_list_calls");
    assertThat(event.getPolicies()).containsExactly("visibility WOULD_WITHHOLD 2");
    assertThat(event.getCallId()).isEqualTo(reply.json().path("callId").asString());
    assertThat(event.toString()).doesNotContain("Anns");
  }

  @Test
  void whatWasWithheldStandsInTheTrail() {
    call(RunningRouter.READER, LIST_CALLS);

    assertThat(gongCaller.awaitTrail("filtered", "gong_list_calls").getPolicies())
        .containsExactly("visibility WITHHELD 2");
  }
}
