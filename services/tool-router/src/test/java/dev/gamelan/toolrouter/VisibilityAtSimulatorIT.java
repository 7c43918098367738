package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.MirroredPerson;
import dev.gamelan.schemas.MirroredProfile;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.VisibilityMirrored;
import dev.gamelan.simulator.GongSimulator;
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
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The permissions and calls of a Gong that behaves like the real one. */
@WithBroker
class VisibilityAtSimulatorIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String COMPANY = "company-" + UUID.randomUUID();
  private static GongSimulator simulator;
  private static HttpClient http;
  private static RunningRouter router;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    simulator = GongSimulator.start("--gamelan.simulator.quota.enabled=false");
    http = HttpClient.newHttpClient();
    router =
        RunningRouter.start(
            "gamelan.tool-calls.connections=default," + COMPANY,
            "gamelan.visibility.look-every=100ms");
    gongCaller = new FakeGongCaller();
    gongCaller.answer(VisibilityAtSimulatorIT::asTheSimulator);
  }

  @AfterAll
  static void stop() {
    govern(null);
    gongCaller.close();
    router.close();
    http.close();
    simulator.close();
  }

  private static Optional<ToolCallCompleted> asTheSimulator(ToolCallRequested command) {
    GongRequest request = command.getRequest();
    String query =
        request.getQuery().stream()
            .map(
                one ->
                    one.getName() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String key = GongSimulator.ACCESS_KEY + ":" + GongSimulator.ACCESS_KEY_SECRET;
    var sent =
        HttpRequest.newBuilder(URI.create(simulator.baseUrl() + request.getPath() + "?" + query))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)));
    String body = request.getBody();
    if (body == null) {
      sent.method(request.getMethod(), HttpRequest.BodyPublishers.noBody());
    } else {
      sent.header("Content-Type", "application/json")
          .method(request.getMethod(), HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      var answer = http.send(sent.build(), HttpResponse.BodyHandlers.ofByteArray());
      return Optional.of(
          FakeGongCaller.ended(
                  command, answer.statusCode() < 300 ? Ending.ANSWERED : Ending.REFUSED_BY_GONG)
              .setHttpStatus(answer.statusCode())
              .setContentType("application/json")
              .setBody(ByteBuffer.wrap(answer.body()))
              .build());
    } catch (IOException | InterruptedException away) {
      throw new IllegalStateException(away);
    }
  }

  private static void govern(@Nullable String document) {
    GovernanceLog log = router.bean(GovernanceLog.class);
    var key = VisibilitySettings.key(COMPANY);
    assertThat(
            log.append(
                Proposal.of(
                    List.of(new Change(key, log.state().versionOf(key), document)), "test", null)))
        .isInstanceOf(Appended.Accepted.class);
  }

  private static JsonNode calls(String token) {
    McpPost.Reply reply =
        McpPost.to(router.url() + "/v1/tool-calls")
            .as(token)
            .send(
                """
                {"tool": "gong_list_calls_extensive", "connection": "%s", "arguments":
                  {"filter": {}, "contentSelector": {"exposedFields": {"parties": true}}}}
                """
                    .formatted(COMPANY));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static MirroredPerson personWith(VisibilityMirrored mirrored, String kind) {
    List<String> profiles =
        mirrored.getProfiles().stream()
            .filter(profile -> profile.getCalls().equals(kind))
            .map(MirroredProfile::getId)
            .toList();
    return mirrored.getPeople().stream()
        .filter(MirroredPerson::getActive)
        .filter(person -> person.getProfiles().stream().anyMatch(profiles::contains))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSellerSeesTheirOwnCallsAndALeadSeesAll() {
    govern("{\"mode\": \"AUDIT\"}");
    Mirrors mirrors = router.bean(Mirrors.class);
    await().atMost(PATIENCE).until(() -> mirrors.find(COMPANY).isPresent());
    VisibilityMirrored mirrored = mirrors.last(COMPANY).orElseThrow();
    String seller = personWith(mirrored, "own").getUserId();
    String lead = personWith(mirrored, "all").getUserId();
    govern(
        """
        {"mode": "ENFORCE", "people": {"reader": "%s", "other-reader": "%s"}}
        """
            .formatted(seller, lead));

    JsonNode ofSeller = calls(RunningRouter.READER);
    JsonNode ofLead = calls(RunningRouter.OTHER_READER);

    assertThat(ofSeller.at("/result/calls"))
        .isNotEmpty()
        .allSatisfy(
            call ->
                assertThat(
                        call.at("/metaData/primaryUserId").asString("").equals(seller)
                            || call.path("parties")
                                .valueStream()
                                .anyMatch(
                                    party -> party.path("userId").asString("").equals(seller)))
                    .isTrue());
    assertThat(ofLead.at("/result/calls").size())
        .isGreaterThan(ofSeller.at("/result/calls").size());
    assertThat(ofSeller.at("/notes/0").asString()).contains("withheld");
    assertThat(ofLead.at("/result/calls"))
        .noneMatch(
            call ->
                call.at("/metaData/isPrivate").asBoolean(true)
                    && !call.at("/metaData/primaryUserId").asString("").equals(lead)
                    && call.path("parties")
                        .valueStream()
                        .noneMatch(party -> party.path("userId").asString("").equals(lead)));
  }
}
