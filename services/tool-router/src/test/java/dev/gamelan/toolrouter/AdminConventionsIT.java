package dev.gamelan.toolrouter;

import static dev.gamelan.toolrouter.testing.Administrators.code;
import static dev.gamelan.toolrouter.testing.Administrators.delete;
import static dev.gamelan.toolrouter.testing.Administrators.eventually;
import static dev.gamelan.toolrouter.testing.Administrators.get;
import static dev.gamelan.toolrouter.testing.Administrators.put;
import static dev.gamelan.toolrouter.testing.Administrators.send;
import static dev.gamelan.toolrouter.testing.Administrators.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.toolrouter.testing.Described;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds for every document that administrators look at or change. */
@WithBroker
class AdminConventionsIT {
  private static final String BASE = "/v1/connections/conventions";

  private static RunningRouter one;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    one = RunningRouter.start("gamelan.tool-calls.connections=conventions");
    gongCaller = new FakeGongCaller();
    eventually(one, RunningRouter.GOVERNOR, BASE + "/defaults", reply -> reply.status() == 200);
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    one.close();
  }

  @Test
  void whatIsThereIsChangedOnlyByWhoHasSeenIt() {
    String path = BASE + "/toolsets/careful";
    McpPost.Reply made = put(one, path, "{\"tools\": []}", null);
    assertThat(made.status()).isEqualTo(201);

    McpPost.Reply blind = put(one, path, "{\"title\": \"x\", \"tools\": []}", null);
    assertThat(blind.status()).isEqualTo(428);
    assertThat(code(blind)).isEqualTo("if-match-needed");

    McpPost.Reply changed = put(one, path, "{\"title\": \"x\", \"tools\": []}", tag(made));
    assertThat(changed.status()).isEqualTo(200);
    McpPost.Reply retried = put(one, path, "{\"title\": \"x\", \"tools\": []}", tag(made));
    assertThat(retried.status()).as("the same again").isEqualTo(200);
    assertThat(tag(retried)).isEqualTo(tag(changed));
    McpPost.Reply stale = put(one, path, "{\"title\": \"y\", \"tools\": []}", tag(made));
    assertThat(stale.status()).isEqualTo(412);
    assertThat(tag(stale)).isEqualTo(tag(changed));
    assertThat(
            McpPost.to(one.url() + path)
                .as(RunningRouter.GOVERNOR)
                .with("If-None-Match", "*")
                .send("PUT", BodyPublishers.ofString("{\"tools\": []}"))
                .status())
        .as("only if new")
        .isEqualTo(412);
    assertThat(delete(one, path, tag(changed)).status()).isEqualTo(204);
    assertThat(get(one, RunningRouter.AUDITOR, path).status()).isEqualTo(404);
  }

  @Test
  void aRetryUnderTheSameKeyIsAnsweredAlikeAndChangesNothing() {
    put(
        one,
        BASE + "/profiles/again",
        "{\"everyone\": true, \"toolsets\": [\"users\"], \"terms\": \"ON_REQUEST\"}",
        null);
    McpPost ask =
        McpPost.to(one.url() + BASE + "/requests")
            .as(RunningRouter.READER)
            .with("Idempotency-Key", "abc");

    McpPost.Reply first = ask.send("{\"profile\": \"again\"}");
    McpPost.Reply second = ask.send("{\"profile\": \"again\"}");

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json()).isEqualTo(first.json());
    McpPost.Reply without =
        send(one, RunningRouter.READER, "POST", BASE + "/requests", "{\"profile\": \"again\"}");
    assertThat(without.status()).isEqualTo(409);
    assertThat(code(without)).isEqualTo("already-asked");
    assertThat(code(ask.send("{\"profile\": \"other\"}"))).isEqualTo("key-reused");
  }

  @Test
  void unknownFieldsAreRefusedByName() {
    McpPost.Reply reply =
        put(one, BASE + "/toolsets/wrong", "{\"tools\": [], \"tolls\": []}", null);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(code(reply)).isEqualTo("invalid");
    assertThat(reply.json().path("detail").asString()).contains("tolls");
  }

  @Test
  void listsComeInPieces() {
    McpPost.Reply first = get(one, RunningRouter.AUDITOR, BASE + "/tools?limit=2&effect=READ");
    String cursor = first.json().path("nextCursor").asString();
    McpPost.Reply second =
        get(one, RunningRouter.AUDITOR, BASE + "/tools?limit=2&effect=READ&cursor=" + cursor);

    assertThat(first.json().path("tools").valueStream())
        .hasSize(2)
        .allMatch(tool -> tool.path("effect").asString().equals("READ"));
    assertThat(second.json().at("/tools/0/name").asString())
        .isGreaterThan(first.json().at("/tools/1/name").asString());
    assertThat(get(one, RunningRouter.AUDITOR, BASE + "/tools?limit=0").status()).isEqualTo(400);
  }

  @Test
  void aClientWhoseIdIsAnAddressIsReachedByItsEncodedId() {
    String path = "/v1/clients/https%3A%2F%2Fclaude.example%2Fclient.json";

    assertThat(put(one, path, "{\"state\": \"CLOSED\", \"note\": \"pilot\"}", null).status())
        .isEqualTo(201);

    McpPost.Reply shown = get(one, RunningRouter.AUDITOR, path);
    assertThat(shown.json().path("id").asString()).isEqualTo("https://claude.example/client.json");
    assertThat(shown.json().path("state").asString()).isEqualTo("CLOSED");
  }

  @Test
  void whatIsAnsweredFitsTheDescription() {
    Described described = new Described(get(one, RunningRouter.AUDITOR, "/openapi.json").json());
    String connection = "/v1/connections/{connection}";
    send(
        one,
        RunningRouter.GOVERNOR,
        "PATCH",
        BASE + "/tools",
        "{\"tools\": [\"gong_list_flows\"], \"state\": \"DISABLED\", \"reason\": \"unused\"}");
    put(
        one,
        BASE + "/profiles/described",
        """
        {"everyone": true, "toolsets": ["deals"], "terms": "TIMED", "lastsFor": "PT1H",
         "approvers": {"groups": ["/leads"]}}
        """,
        null);
    put(one, "/v1/clients/described", "{\"type\": \"shared\", \"callsPerDay\": 5}", null);
    put(one, "/v1/kill-switches/clients/described", "{\"reason\": \"lost\"}", null);
    send(
        one,
        RunningRouter.OTHER_READER,
        "POST",
        BASE + "/requests",
        "{\"profile\": \"described\"}");

    for (String path :
        List.of(
            connection + "/tools",
            connection + "/toolsets",
            connection + "/profiles",
            connection + "/defaults",
            connection + "/requests",
            connection + "/access",
            "/v1/defaults",
            "/v1/clients",
            "/v1/kill-switches",
            "/v1/governance/changes")) {
      McpPost.Reply reply =
          get(one, RunningRouter.GOVERNOR, path.replace("{connection}", "conventions"));

      assertThat(reply.status()).as(path).isEqualTo(200);
      assertThat(described.problems(path, "get", 200, reply.json())).as(path).isEmpty();
    }
  }

  @Test
  void whoMayNotIsTurnedAwayAndNoted() {
    McpPost.Reply reply =
        send(
            one,
            RunningRouter.AUDITOR,
            "PATCH",
            BASE + "/tools/gong_get_user",
            "{\"state\": \"APPROVED\"}");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(code(reply)).isEqualTo("not-allowed");
    AuditEvent noted = gongCaller.awaitTrail("not-allowed", "");
    assertThat(noted.getKind()).isEqualTo(AuditKind.ADMINISTRATION_REFUSED);
    assertThat(noted.getCaller()).isEqualTo("auditor");
    assertThat(noted.getSubject()).isEqualTo("PATCH /v1/connections/{connection}/tools/{tool}");
    assertThat(noted.getConnection()).isEqualTo("conventions");
    assertThat(get(one, RunningRouter.READER, BASE + "/tools").status()).isEqualTo(403);
    assertThat(get(one, RunningRouter.CONNECTOR, BASE + "/tools").status()).isEqualTo(403);
    assertThat(get(one, RunningRouter.GOVERNOR, "/v1/connections/other/tools").status())
        .isEqualTo(404);
  }
}
