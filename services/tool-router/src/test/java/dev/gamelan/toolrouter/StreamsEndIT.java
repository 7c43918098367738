package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.McpStream;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** On its own, since whoever stops a router stops what others in the same JVM run on. */
@WithBroker
class StreamsEndIT {
  @Test
  void aCallerHasOnlySoManyStreamsAndAnInstanceThatStopsEndsThemInGoodOrder() {
    RunningRouter brief = RunningRouter.start("gamelan.streams.listening-per-caller=1");
    HttpRequest listening =
        McpPost.modern(brief.url(), "subscriptions/listen", null)
            .post(McpPost.request("subscriptions/listen", "\"notifications\": {}"));
    try (McpStream stream = McpStream.open(listening)) {
      stream.next();

      McpPost.Reply refused =
          McpPost.modern(brief.url(), "subscriptions/listen", null)
              .send(McpPost.request("subscriptions/listen", "\"notifications\": {}"));
      assertThat(refused.json().at("/error/code").asInt()).isEqualTo(-32603);

      brief.close();
      JsonNode last = stream.next();
      assertThat(last.at("/result/resultType").asString()).isEqualTo("complete");
      assertThat(last.at("/result/_meta/io.modelcontextprotocol~1subscriptionId").asInt())
          .isEqualTo(7);
      assertThat(stream.hasEnded()).isTrue();
    }
  }
}
