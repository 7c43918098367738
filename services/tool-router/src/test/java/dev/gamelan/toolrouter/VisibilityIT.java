package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.MirroredPerson;
import dev.gamelan.schemas.MirroredProfile;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import dev.gamelan.schemas.VisibilityMirrored;
import dev.gamelan.toolrouter.governance.log.Appended;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import dev.gamelan.toolrouter.governance.log.Proposal;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.toolrouter.visibility.VisibilitySettings;
import dev.gamelan.toolrouter.visibility.mirror.Mirrors;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Two people at one Gong: the reader is bob, who sees his own calls; the other reader is cleo, who
 * sees all but private ones.
 */
@WithBroker
class VisibilityIT {
  private static final String ENFORCED =
      """
      {"mode": "ENFORCE", "people": {"reader": "bob@acme.com", "other-reader": "cleo@acme.com"}}
      """;
  private static final String CALLS =
      """
      {"requestId": "r", "records": {"totalRecords": 4, "currentPageSize": 4, "currentPageNumber": 0},
       "calls": [
        {"id": "1", "title": "Bobs open", "primaryUserId": "12", "workspaceId": "7", "isPrivate": false},
        {"id": "2", "title": "Bobs private", "primaryUserId": "12", "workspaceId": "7", "isPrivate": true},
        {"id": "3", "title": "Cleos open", "primaryUserId": "13", "workspaceId": "7", "isPrivate": false},
        {"id": "4", "title": "Anns private", "primaryUserId": "11", "workspaceId": "7", "isPrivate": true}]}
      """;
  private static final String LIST_CALLS =
      """
      {"tool": "gong_list_calls", "arguments":
        {"fromDateTime": "2026-05-01T00:00:00Z", "toDateTime": "2026-05-02T00:00:00Z"}}
      """;

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
    govern(null);
    gongCaller.close();
    router.close();
  }

  @BeforeEach
  void mirrorsAndEnforces() {
    gongCaller.forget();
    gongCaller.answerAllWith(CALLS);
    mirror(Instant.now());
    govern(ENFORCED);
  }

  private static void mirror(Instant readAt) {
    gongCaller.publish(
        Topics.VISIBILITY_MIRRORED,
        "default",
        VisibilityMirrored.newBuilder()
            .setConnection("default")
            .setReadAt(readAt)
            .setTriedAt(Instant.now())
            .setWorkspaces(List.of("7"))
            .setProfiles(
                List.of(
                    new MirroredProfile("p-own", "7", "own", List.of()),
                    new MirroredProfile("p-all", "7", "all", List.of())))
            .setPeople(
                List.of(
                    person("11", "ann@acme.com", "p-own"),
                    person("12", "bob@acme.com", "p-own"),
                    person("13", "cleo@acme.com", "p-all")))
            .build());
    await()
        .until(
            () ->
                router
                    .bean(Mirrors.class)
                    .find("default")
                    .filter(mirror -> mirror.readAt().toEpochMilli() == readAt.toEpochMilli())
                    .isPresent());
  }

  private static MirroredPerson person(String id, String email, String profile) {
    return MirroredPerson.newBuilder()
        .setUserId(id)
        .setEmails(List.of(email))
        .setActive(true)
        .setProfiles(List.of(profile))
        .build();
  }

  private static void govern(@Nullable String document) {
    GovernanceLog log = router.bean(GovernanceLog.class);
    var key = VisibilitySettings.key("default");
    assertThat(
            log.append(
                Proposal.of(
                    List.of(new Change(key, log.state().versionOf(key), document)), "test", null)))
        .isInstanceOf(Appended.Accepted.class);
  }

  private static McpPost.Reply call(String token, String body) {
    return McpPost.to(router.url() + "/v1/tool-calls").as(token).send(body);
  }

  private static List<String> ids(JsonNode calls) {
    return calls.valueStream().map(call -> call.path("id").asString("")).toList();
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
    govern("{\"mode\": \"OFF\"}");
    assertThat(past(callId).text()).contains("Anns private");

    govern(ENFORCED);

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
    govern(ENFORCED.replace("ENFORCE", "AUDIT"));

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

  @Test
  void aMirrorTooOldShowsNoCallsAndCostsNothing() {
    mirror(Instant.now().minus(Duration.ofDays(3)));

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
    govern("{\"mode\": \"SOMETHING_LATER\"}");

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
    mirror(Instant.now().minus(Duration.ofDays(3)));
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
    govern(ENFORCED.replace("\"reader\"", "\"writer\""));
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
