package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.AnswerSource;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What callers say of a write that they may try again, and what they hear. */
@WithBroker
class IdempotencyKeyIT {
  private static final String TOOL = "gong_add_users_access_to_calls";
  private static final String LIST =
      "\"callAccessList\": [{\"callId\": \"12345678901234567\", \"userIds\": [\"42\"]}]";
  private static final String KEY = "import row 12";

  private static RunningRouter router;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    router = RunningRouter.start();
    gongCaller = new FakeGongCaller();
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    router.close();
  }

  @BeforeEach
  void answer() {
    gongCaller.forget();
    gongCaller.answerAllWith("{\"requestId\": \"r-1\"}");
  }

  @Test
  void byWhicheverDoorAKeyComesItIsTheSameAndGoesNoFurther() {
    call("{%s}".formatted(LIST), KEY);
    call("{%s, \"idempotency_key\": \"%s\"}".formatted(LIST, KEY), null);
    call("{%s, \"idempotency_key\": \"%s\"}".formatted(LIST, KEY), KEY);
    mcp("{%s, \"idempotency_key\": \"%s\"}".formatted(LIST, KEY));
    proxy(KEY);

    List<ToolCallRequested> commands = gongCaller.commands();
    assertThat(commands).hasSize(5);
    assertThat(commands).extracting(ToolCallRequested::getKeyDigest).doesNotContainNull();
    assertThat(unlike(commands, ToolCallRequested::getKeyDigest)).hasSize(1);
    assertThat(unlike(commands, ToolCallRequested::getFingerprint)).hasSize(1);
    assertThat(unlike(commands, ToolCallRequested::getCallId))
        .as("each try is a call of its own, with its own entries in the trail")
        .hasSize(5);
    assertThat(commands.toString()).doesNotContain(KEY).doesNotContain("idempotency_key");
    assertThat(
            unlike(
                commands.stream()
                    .flatMap(command -> gongCaller.trailOf(command.getCallId()).stream())
                    .toList(),
                event -> String.valueOf(event.getArgumentsDigest())))
        .hasSize(1);
  }

  @Test
  void anotherWishHasAnotherFingerprintAndNoKeyHasNone() {
    call("{%s}".formatted(LIST), KEY);
    call("{%s}".formatted(LIST.replace("42", "43")), KEY);
    call("{%s}".formatted(LIST), null);
    List<ToolCallRequested> commands = gongCaller.commands();
    assertThat(unlike(commands, command -> String.valueOf(command.getKeyDigest()))).hasSize(2);
    assertThat(unlike(commands, command -> String.valueOf(command.getFingerprint()))).hasSize(3);
    assertThat(commands.getLast().getKeyDigest()).isNull();
  }

  @Test
  void aReadTakesNoNoticeOfTheHeaderAndKnowsNoSuchArgument() {
    McpPost.Reply read =
        to("/v1/tool-calls")
            .with("Idempotency-Key", "\"k\"")
            .send("{\"tool\": \"gong_list_users\", \"arguments\": {}}");
    assertThat(read.status()).as(read.text()).isEqualTo(200);
    assertThat(gongCaller.awaitCommand("gong_list_users").getKeyDigest()).isNull();

    McpPost.Reply argument =
        to("/v1/tool-calls")
            .send("{\"tool\": \"gong_list_users\", \"arguments\": {\"idempotency_key\": \"k\"}}");
    assertThat(argument.status()).isEqualTo(400);
    assertThat(argument.json().at("/error/message").asString()).contains("idempotency_key");
  }

  @Test
  void aKeyThatCannotBeReadIsRefusedAndNothingIsSent() {
    for (McpPost.Reply reply :
        List.of(
            to("/v1/tool-calls")
                .with("Idempotency-Key", "\"open")
                .send(body("{%s}".formatted(LIST))),
            to("/proxy/default/v2/calls/users-access")
                .with("Idempotency-Key", "two words")
                .send("PUT", BodyPublishers.ofString("{%s}".formatted(LIST))),
            call("{%s, \"idempotency_key\": \"one\"}".formatted(LIST), "another"),
            call("{%s, \"idempotency_key\": \"\"}".formatted(LIST), null))) {
      assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    }
    assertThat(gongCaller.commands()).isEmpty();
  }

  @Test
  void whileTheFirstIsUnderWayItIsAConflictThatPassesAndAnotherWriteIsNotProcessed() {
    Instant soon = Instant.now().plusSeconds(30);
    end(
        command ->
            FakeGongCaller.ended(command, Ending.KEY_IN_PROGRESS)
                .setDetail("Under way.")
                .setRetryable(true)
                .setRetryAt(soon)
                .build());
    McpPost.Reply early = call("{%s}".formatted(LIST), KEY);
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.json().at("/error/code").asString()).isEqualTo("key-in-progress");
    assertThat(early.json().at("/error/retryable").asBoolean()).isTrue();
    assertThat(Integer.parseInt(early.headers().get("retry-after"))).isBetween(1, 30);
    McpPost.Reply proxied = proxy(KEY);
    assertThat(proxied.status()).isEqualTo(409);
    assertThat(proxied.headers()).containsEntry("content-type", "application/problem+json");
    JsonNode told = mcp("{%s, \"idempotency_key\": \"k\"}".formatted(LIST));
    assertThat(told.path("isError").asBoolean()).isTrue();
    assertThat(told.at("/structuredContent/code").asString()).isEqualTo("key-in-progress");

    end(command -> FakeGongCaller.ended(command, Ending.KEY_REUSED).setDetail("Other.").build());
    McpPost.Reply other = call("{%s}".formatted(LIST), KEY);
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().at("/error/code").asString()).isEqualTo("key-reused");
    assertThat(other.json().at("/error/retryable").asBoolean()).isFalse();
  }

  @Test
  void aFirstAnswerGivenAgainSaysSo() {
    assertThat(call("{%s}".formatted(LIST), KEY).headers())
        .doesNotContainKey("idempotent-replayed");
    end(
        command ->
            again(FakeGongCaller.answered(command, "{\"requestId\": \"r-1\", \"first\": true}")));
    McpPost.Reply again = call("{%s}".formatted(LIST), KEY);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.headers()).containsEntry("idempotent-replayed", "true");
    assertThat(again.json().at("/result/first").asBoolean()).isTrue();
    assertThat(again.json().at("/origin/source").asString()).isEqualTo("replay");
    assertThat(again.json().at("/origin/ageMillis").asLong()).isEqualTo(1234);
    McpPost.Reply proxied = proxy(KEY);
    assertThat(proxied.headers()).containsEntry("idempotent-replayed", "true");
    assertThat(proxied.text()).isEqualTo("{\"requestId\": \"r-1\", \"first\": true}");
    JsonNode meta = mcp("{%s, \"idempotency_key\": \"k\"}".formatted(LIST)).path("_meta");
    assertThat(meta.path("dev.gamelan/replayed").asBoolean()).isTrue();
    assertThat(meta.path("dev.gamelan/source").asString()).isEqualTo("replay");

    end(
        command ->
            again(
                FakeGongCaller.ended(command, Ending.OUTCOME_UNKNOWN)
                    .setDetail("Look first.")
                    .build()));
    McpPost.Reply unknown = call("{%s}".formatted(LIST), KEY);
    assertThat(unknown.status()).isEqualTo(502);
    assertThat(unknown.headers()).containsEntry("idempotent-replayed", "true");
  }

  @Test
  void aWriteThatWasDoneWithoutAnAnswerToRepeatIsDoneAllTheSame() {
    for (Integer status : new Integer[] {201, null}) {
      end(
          command ->
              again(
                  FakeGongCaller.ended(command, Ending.ANSWERED)
                      .setHttpStatus(status)
                      .setGongRequestId("r-9")
                      .setDetail("The write was done the first time.")
                      .build()));
      McpPost.Reply again = call("{%s}".formatted(LIST), KEY);
      assertThat(again.status()).as(again.text()).isEqualTo(200);
      assertThat(again.json().path("outcome").asString()).isEqualTo("answered");
      assertThat(again.json().path("requestId").asString()).isEqualTo("r-9");
      assertThat(again.json().at("/notes/0").asString()).contains("was done");
      McpPost.Reply proxied = proxy(KEY);
      assertThat(proxied.status()).isEqualTo(status == null ? 200 : status);
      assertThat(proxied.text()).isEmpty();
      assertThat(proxied.headers().get("gamelan-note")).contains("was done");
    }
  }

  private static ToolCallCompleted again(ToolCallCompleted first) {
    return ToolCallCompleted.newBuilder(first)
        .setSource(AnswerSource.REPLAY)
        .setAgeMillis(1234L)
        .setAttempts(0)
        .build();
  }

  private static void end(Function<ToolCallRequested, ToolCallCompleted> ending) {
    gongCaller.answer(command -> Optional.of(ending.apply(command)));
  }

  private static <T> Set<Object> unlike(List<T> all, Function<T, ?> what) {
    Set<Object> unlike = new HashSet<>();
    all.forEach(one -> unlike.add(what.apply(one)));
    return unlike;
  }

  private static McpPost to(String path) {
    return McpPost.to(router.url() + path).as(RunningRouter.WRITER);
  }

  private static String body(String arguments) {
    return "{\"tool\": \"%s\", \"arguments\": %s}".formatted(TOOL, arguments);
  }

  private static McpPost.Reply call(String arguments, @Nullable String key) {
    McpPost post = to("/v1/tool-calls");
    return (key == null ? post : post.with("Idempotency-Key", "\"%s\"".formatted(key)))
        .send(body(arguments));
  }

  private static McpPost.Reply proxy(String key) {
    return to("/proxy/default/v2/calls/users-access")
        .with("Idempotency-Key", "\"%s\"".formatted(key))
        .send("PUT", BodyPublishers.ofString("{%s}".formatted(LIST)));
  }

  private static JsonNode mcp(String arguments) {
    McpPost.Reply reply =
        McpPost.modern(router.url(), "tools/call", TOOL)
            .as(RunningRouter.WRITER)
            .send(
                McpPost.request(
                    "tools/call",
                    "\"name\": \"%s\", \"arguments\": %s".formatted(TOOL, arguments)));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().path("result");
  }
}
