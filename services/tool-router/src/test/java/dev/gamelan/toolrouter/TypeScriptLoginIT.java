package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.LoginServer;
import dev.gamelan.toolrouter.testing.NodeClients;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that knows nothing but the endpoint's URL finds out where to log in, and does. */
@WithBroker
class TypeScriptLoginIT {
  private static NodeClients clients;
  private static LoginServer login;
  private static RunningRouter router;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    clients = NodeClients.installed();
    login = new LoginServer();
    router = RunningRouter.start(login.settings());
    gongCaller = new FakeGongCaller();
    gongCaller.answerAllWith("{\"users\": []}");
  }

  @AfterAll
  static void stop() {
    if (gongCaller != null) {
      gongCaller.close();
    }
    if (router != null) {
      router.close();
    }
    if (login != null) {
      login.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"modern", "legacy"})
  void itAsksForThisResourceAndTheScopeToBeginWithAndCalls(String era) {
    gongCaller.forget();
    login.nextLogin("ann-" + era, "gong:read");

    String printed =
        clients.run("oauth.mjs", LoginServer.RESOURCE, router.url(), era, "gong_list_users");

    JsonNode seen = new JsonMapper().readTree(printed.lines().toList().getLast());
    assertThat(seen.path("steps").size()).as(printed).isEqualTo(1);
    assertThat(seen.at("/steps/0/scope").asString()).isEqualTo("gong:read");
    assertThat(seen.at("/steps/0/resource").asString()).isEqualTo(LoginServer.RESOURCE);
    assertThat(seen.at("/steps/0/challenge").asString()).isEqualTo("S256");
    assertThat(seen.at("/results/0/isError").asBoolean(true)).as(printed).isFalse();
    assertThat(gongCaller.awaitCommand("gong_list_users").getCaller()).isEqualTo("us:ann-" + era);
  }
}
