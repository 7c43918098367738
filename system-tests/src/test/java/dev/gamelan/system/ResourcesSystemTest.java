package dev.gamelan.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.local.up.Installation;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a person behind an MCP client can read and pick, from real answers. */
@ExtendWith(SharedInstallation.class)
class ResourcesSystemTest {
  private final McpSyncClient mcp;
  private final Simulator gong;

  ResourcesSystemTest(Installation installation) {
    Gateway gateway = installation.gateway();
    this.gong = new Simulator(gateway.gongUrl());
    this.mcp =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder(gateway.adminUrl())
                    .endpoint("/mcp")
                    .addHttpRequestCustomizer(
                        (request, method, uri, body, context) ->
                            request.header(
                                "Authorization", "Bearer " + gateway.user("reader").token()))
                    .build())
            .requestTimeout(Duration.ofSeconds(30))
            .build();
  }

  @BeforeEach
  void connect() {
    mcp.initialize();
  }

  @AfterEach
  void close() {
    mcp.close();
    gong.close();
  }

  @Test
  void aTranscriptNamesItsSpeakersForTwoRequestsToGongAndAgainForNone() throws Exception {
    String call = someCall();
    long before = gong.count();

    String script = read("gong://calls/%s/transcript".formatted(call));

    assertThat(script).containsPattern("\\[\\d+:\\d\\d] \\p{L}+ \\p{L}+ \\(us\\): ");
    assertThat(script).doesNotContain("Speaker ");
    long after = gong.count();
    assertThat(after).isBetween(before, before + 2);

    assertThat(read("gong://calls/%s/transcript".formatted(call))).isEqualTo(script);
    assertThat(gong.count()).isEqualTo(after);
  }

  @Test
  void aCallIsAPageAndItsReviewAPrompt() {
    String call = someCall();

    assertThat(read("gong://calls/" + call)).contains("## Who was there");
    var review =
        mcp.getPrompt(
            McpSchema.GetPromptRequest.builder("review_call")
                .arguments(Map.of("call", call))
                .build());
    assertThat(review.messages()).hasSize(3);
  }

  @Test
  void theQuotaCanBeReadWithoutSpendingIt() throws Exception {
    someCall();
    long before = gong.count();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(read("gong://quota")).contains("Requests in 24 hours"));
    assertThat(gong.count()).isEqualTo(before);
  }

  private String read(String uri) {
    var contents =
        mcp.readResource(McpSchema.ReadResourceRequest.builder(uri).build()).contents().getFirst();
    return ((McpSchema.TextResourceContents) contents).text();
  }

  private String someCall() {
    var listed =
        mcp.callTool(
            McpSchema.CallToolRequest.builder("gong_list_calls")
                .arguments(
                    Map.of(
                        "fromDateTime", "2020-01-01T00:00:00Z",
                        "toDateTime", "2999-01-01T00:00:00Z"))
                .build());
    JsonNode answer = JsonMapper.shared().valueToTree(listed.structuredContent());
    return answer.at("/calls/0/id").asString();
  }
}
