package dev.gamelan.toolrouter;

import static dev.gamelan.toolrouter.testing.VisibleCalls.CALLS;
import static dev.gamelan.toolrouter.testing.VisibleCalls.ENFORCED;
import static dev.gamelan.toolrouter.testing.VisibleCalls.LIST_CALLS;
import static dev.gamelan.toolrouter.testing.VisibleCalls.govern;
import static dev.gamelan.toolrouter.testing.VisibleCalls.mirror;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where it cannot be told what somebody may see, or it cannot be taken apart, nothing is shown. */
@WithBroker
class VisibilityWithheldIT {
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

  private static McpPost.Reply past(String callId) {
    return McpPost.to(router.url() + "/v1/tool-calls/" + callId)
        .as(RunningRouter.READER)
        .send("GET", HttpRequest.BodyPublishers.noBody());
  }

  @Test
  void aMirrorTooOldShowsNoCallsAndCostsNothing() {
    mirror(router, gongCaller, Instant.now().minus(Duration.ofDays(3)));

    McpPost.Reply reply = call(RunningRouter.READER, LIST_CALLS);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.json().at("/error/code").asString()).isEqualTo("visibility-unknown");
    assertThat(gongCaller.commands())
        .filteredOn(command -> command.getCaller().equals("reader"))
        .isEmpty();
    assertThat(call(RunningRouter.READER, "{\"tool\": \"gong_list_scorecards\"}").status())
        .isEqualTo(200);
  }

  @Test
  void whomGongDoesNotKnowSeesNoCalls() {
    McpPost.Reply reply = call(RunningRouter.WRITER, LIST_CALLS);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().at("/error/code").asString()).isEqualTo("not-visible");
    assertThat(gongCaller.commands()).isEmpty();
  }

  @Test
  void aDocumentThatIsNotUnderstoodShowsNoCalls() {
    govern(router, "{\"mode\": \"SOMETHING_LATER\"}");

    assertThat(call(RunningRouter.READER, LIST_CALLS).json().at("/error/code").asString())
        .isEqualTo("visibility-unknown");
  }

  @Test
  void anAnswerThatCannotBeReadIsNotPassedOn() {
    gongCaller.answerAllWith("[{\"title\": \"Anns private\"}]");
    assertThat(call(RunningRouter.READER, LIST_CALLS).text()).doesNotContain("Anns");

    gongCaller.answerAllWith(CALLS.replace("\"requestId\": \"r\"", "\"calls\": [{\"id\": \"4\"}]"));

    McpPost.Reply reply = call(RunningRouter.READER, LIST_CALLS);
    assertThat(reply.text()).doesNotContain("Bobs").doesNotContain("Anns");
    assertThat(reply.json().at("/error/code").asString()).isEqualTo("answer-unreadable");
  }

  @Test
  void whereGongRefusesOnlyItsErrorsArePassedOn() {
    gongCaller.answer(
        command ->
            Optional.of(
                FakeGongCaller.ended(command, Ending.REFUSED_BY_GONG)
                    .setHttpStatus(400)
                    .setContentType("application/json")
                    .setBody(
                        ByteBuffer.wrap(
                            """
                            {"requestId": "r", "errors": ["toDateTime comes first"],
                             "calls": [{"title": "Anns private"}]}
                            """
                                .getBytes(StandardCharsets.UTF_8)))
                    .build()));

    McpPost.Reply waited = call(RunningRouter.READER, LIST_CALLS);
    McpPost.Reply proxied =
        McpPost.to(
                router.url()
                    + "/proxy/default/v2/calls?fromDateTime=2026-05-01T00:00:00Z"
                    + "&toDateTime=2026-05-02T00:00:00Z")
            .as(RunningRouter.READER)
            .send("GET", HttpRequest.BodyPublishers.noBody());

    assertThat(waited.json().at("/error/code").asString()).isEqualTo("refused-by-gong");
    assertThat(proxied.status()).isEqualTo(400);
    for (McpPost.Reply reply : List.of(waited, proxied)) {
      assertThat(reply.text()).contains("toDateTime comes first").doesNotContain("Anns");
    }
    assertThat(gongCaller.awaitTrail("filtered", "gong_list_calls").getPolicies())
        .containsExactly("visibility WITHHELD 1");
    mirror(router, gongCaller, Instant.now().minus(Duration.ofDays(3)));
    assertThat(past(waited.json().path("callId").asString()).json().at("/error/message").asString())
        .as("who they are in Gong is not known any more")
        .startsWith("Gong refused the arguments (400)")
        .doesNotContain("toDateTime");
  }

  @Test
  void whatIsMadeOfAllCallsIsForThoseWhoSeeAll() {
    gongCaller.answerAllWith("{\"logEntries\": []}");
    String body =
        """
        {"tool": "gong_list_logs", "arguments":
          {"logType": "UserCallPlay", "fromDateTime": "2026-05-01T00:00:00Z"}}
        """;

    McpPost.Reply bob = call(RunningRouter.READER, body);

    assertThat(bob.json().at("/error/code").asString()).as(bob.text()).isEqualTo("not-visible");
    assertThat(gongCaller.commands()).isEmpty();
    assertThat(call(RunningRouter.OTHER_READER, body).status()).isEqualTo(200);
  }

  @Test
  void aChangeOfACallThatMayNotBeSeenIsNotSent() {
    govern(router, ENFORCED.replace("\"reader\"", "\"writer\""));
    gongCaller.answer(
        command ->
            Optional.of(
                FakeGongCaller.answered(
                    command,
                    """
                    {"calls": [{"metaData": {"id": "81", "primaryUserId": "12", "workspaceId": "7",
                                             "isPrivate": false}},
                               {"metaData": {"id": "82", "primaryUserId": "11", "workspaceId": "7",
                                             "isPrivate": false}}]}
                    """)));

    assertThat(call(RunningRouter.WRITER, share("81", "82")).json().at("/error/code").asString())
        .isEqualTo("not-visible");
    assertThat(call(RunningRouter.WRITER, share("81")).status()).isEqualTo(200);
    assertThat(gongCaller.commands())
        .extracting(ToolCallRequested::getTool)
        .containsExactly("gong_list_calls_extensive", "gong_add_users_access_to_calls");
  }

  private static String share(String... callIds) {
    String list =
        String.join(
            ", ",
            List.of(callIds).stream()
                .map(id -> "{\"callId\": \"%s\", \"userIds\": [\"13\"]}".formatted(id))
                .toList());
    return "{\"tool\": \"gong_add_users_access_to_calls\", \"arguments\": {\"callAccessList\": ["
        + list
        + "]}}";
  }
}
