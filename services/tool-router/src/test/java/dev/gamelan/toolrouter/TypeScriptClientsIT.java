package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.NodeClients;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The clients that most people's tools are made of connect, list and call. */
@WithBroker
class TypeScriptClientsIT {
  private static NodeClients clients;
  private static RunningRouter router;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    clients = NodeClients.installed();
    router = RunningRouter.start();
    gongCaller = new FakeGongCaller();
    gongCaller.answerAllWith("{\"users\": [{\"id\": \"42\"}]}");
  }

  @AfterAll
  static void stop() {
    if (gongCaller != null) {
      gongCaller.close();
    }
    if (router != null) {
      router.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"modern", "auto", "legacy"})
  void theNewerClientWorksInEachEra(String era) {
    assertUsable(clients.run("modern.mjs", router.url() + "/mcp", RunningRouter.READER, era));
  }

  @Test
  void theOlderClientWorks() {
    assertUsable(clients.run("legacy.mjs", router.url() + "/mcp", RunningRouter.READER));
  }

  private static void assertUsable(String printed) {
    JsonNode seen = new JsonMapper().readTree(printed.lines().toList().getLast());
    assertThat(seen.path("server").asString()).isEqualTo("gamelan");
    assertThat(seen.path("tools").asInt()).isEqualTo(44);
    assertThat(seen.path("isError").asBoolean()).isFalse();
    assertThat(seen.at("/structured/users/0/id").asString()).isEqualTo("42");
  }
}
