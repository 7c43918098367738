package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.toolrouter.dispatch.PendingCalls;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** MCP as it goes over the wire, in both eras. */
@WithBroker
class McpIT {
  private static final String USERS = "{\"requestId\": \"r-1\", \"users\": [{\"id\": \"42\"}]}";
  private static RunningRouter router;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    router = RunningRouter.start("gamelan.origin.allowed-origins=https://chat.example.com");
    gongCaller = new FakeGongCaller();
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    router.close();
  }

  @BeforeEach
  void answerWithUsers() {
    gongCaller.forget();
    gongCaller.answerAllWith(USERS);
  }

  private static McpPost legacy() {
    return McpPost.to(router.url() + "/mcp");
  }

  @Test
  void aModernClientDiscovers() {
    McpPost.Reply reply =
        McpPost.modern(router.url(), "server/discover", null)
            .send(McpPost.request("server/discover", ""));

    JsonNode result = reply.json().path("result");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(result.at("/supportedVersions/0").asString()).isEqualTo("2026-07-28");
    assertThat(result.at("/capabilities/tools").isObject()).isTrue();
    assertThat(result.path("resultType").asString()).isEqualTo("complete");
    assertThat(result.path("ttlMs").isIntegralNumber()).isTrue();
    assertThat(result.path("cacheScope").asString()).isEqualTo("public");
  }

  @ParameterizedTest(name = "asked for {0}: {1}")
  @CsvSource({
    "2025-11-25, 2025-11-25",
    "2025-06-18, 2025-06-18",
    "2025-03-26, 2025-03-26",
    "2024-11-05, 2024-11-05",
    "2026-07-28, 2025-11-25",
    "1999-01-01, 2025-11-25"
  })
  void aLegacyClientAgreesOnARevision(String asked, String agreed) {
    McpPost.Reply reply =
        legacy().send(McpPost.legacy("initialize", "\"protocolVersion\": \"" + asked + "\""));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/result/protocolVersion").asString()).isEqualTo(agreed);
    assertThat(
            legacy()
                .with("Mcp-Session-Id", reply.headers().getOrDefault("mcp-session-id", "none"))
                .send("{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}")
                .status())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"initialize", "ping", "logging/setLevel", "resources/subscribe", "x"})
  void whatTheModernEraDoesNotHaveIsNotFound(String method) {
    McpPost.Reply reply =
        McpPost.modern(router.url(), method, null).send(McpPost.request(method, ""));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().at("/error/code").asInt()).isEqualTo(-32601);
    assertThat(reply.json().path("id").asInt()).isEqualTo(7);
  }

  @Test
  void theOldEraPings() {
    McpPost.Reply reply = legacy().send(McpPost.legacy("ping", ""));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}");
    assertThat(
            legacy().send(McpPost.legacy("server/discover", "")).json().at("/error/code").asInt())
        .isEqualTo(-32601);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "PUT"})
  void withoutASessionThereIsNothingToGetOrDelete(String method) {
    McpPost.Reply reply = legacy().send(method, HttpRequest.BodyPublishers.noBody());

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.headers()).containsEntry("allow", "POST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                          | 400 | -32700",
        "''                                         | 400 | -32700",
        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"id\": 2}       | 400 | -32700",
        "[]                                         | 400 | -32600",
        "[{\"jsonrpc\": \"2.0\", \"method\": \"ping\"}] | 400 | -32600",
        "{\"id\": 1, \"method\": \"ping\"}          | 400 | -32600"
      })
  void whatIsNoMessageIsRefused(String body, int status, int code) {
    McpPost.Reply reply = legacy().send(body);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().at("/error/code").asInt()).isEqualTo(code);
    assertThat(reply.json().path("id").isNull()).isTrue();
  }

  @Test
  void aBodyBeyondEightMegabytesIsRefused() {
    assertThat(legacy().send("\"" + "x".repeat(8 * 1024 * 1024) + "\"").status()).isEqualTo(413);
  }

  @Test
  void aHeaderThatContradictsTheBodyIsRefused() {
    McpPost.Reply reply =
        McpPost.modern(router.url(), "tools/call", "gong_list_calls")
            .send(McpPost.request("tools/call", "\"name\": \"gong_list_users\""));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().at("/error/code").asInt()).isEqualTo(-32020);
    assertThat(gongCaller.commands()).isEmpty();
  }

  @Test
  void anUnknownToolIsAnErrorOfTheProtocol() {
    McpPost.Reply reply =
        McpPost.modern(router.url(), "tools/call", "gong_nothing")
            .send(McpPost.request("tools/call", "\"name\": \"gong_nothing\""));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(gongCaller.awaitTrail("unknown-tool", "gong_nothing").getKind()).isNotNull();
  }

  @Test
  void aReadersWriteIsAToolError() {
    McpPost.Reply reply =
        McpPost.modern(router.url(), "tools/call", "gong_delete_meeting")
            .send(
                McpPost.request(
                    "tools/call",
                    "\"name\": \"gong_delete_meeting\", \"arguments\": {\"meetingId\": \"1\"}"));

    assertThat(reply.json().at("/result/isError").asBoolean()).isTrue();
    assertThat(reply.json().at("/result/structuredContent/code").asString())
        .isEqualTo("write-not-allowed");
  }

  @Test
  void foreignPagesAndHostsAreRefusedBeforeTheTokenIsLookedAt() throws IOException {
    assertThat(legacy().with("Origin", "https://evil.example.com").send("{}").status())
        .isEqualTo(403);
    assertThat(
            legacy()
                .with("Origin", "https://chat.example.com")
                .send(McpPost.legacy("ping", ""))
                .status())
        .isEqualTo(200);
    try (Socket socket = new Socket("localhost", URI.create(router.url()).getPort())) {
      write(socket, "POST /mcp HTTP/1.1\r\nHost: evil.example.com\r\nContent-Length: 0\r\n\r\n");
      byte[] start = socket.getInputStream().readNBytes(12);
      assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 403");
    }
  }

  @Test
  void whoeverHasNoTokenIsChallenged() {
    McpPost.Reply reply = legacy().without("Authorization").send(McpPost.legacy("ping", ""));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.headers().getOrDefault("www-authenticate", "")).startsWith("Bearer");
  }

  @Test
  void aModernClientThatHangsUpHasCancelled() throws IOException {
    gongCaller.answerNothing();
    String body = McpPost.request("tools/call", "\"name\": \"gong_list_workspaces\"");
    String callId;
    try (Socket socket = new Socket("localhost", URI.create(router.url()).getPort())) {
      write(
          socket,
          request(
              body,
              "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\n"
                  + "Mcp-Name: gong_list_workspaces\r\n"));
      callId = gongCaller.awaitCommand("gong_list_workspaces").getCallId();
    }

    assertThat(gongCaller.awaitCancellation(callId).getCaller()).isEqualTo("reader");
    await().atMost(Duration.ofSeconds(10)).until(() -> router.bean(PendingCalls.class).size() == 0);
  }

  @Test
  void aLegacyClientThatHangsUpHasNotCancelled() throws IOException {
    gongCaller.answerNothing();
    String body = McpPost.legacy("tools/call", "\"name\": \"gong_list_workspaces\"");
    try (Socket socket = new Socket("localhost", URI.create(router.url()).getPort())) {
      write(socket, request(body, ""));
      gongCaller.awaitCommand("gong_list_workspaces");
    }
    var command = gongCaller.awaitCommand("gong_list_workspaces");
    // A modern call that hangs up afterwards: once it is cancelled, the older one would be, too.
    aModernClientThatHangsUpHasCancelledThis("gong_list_users");

    assertThat(gongCaller.cancelledCalls()).doesNotContain(command.getCallId());
    assertThat(router.bean(PendingCalls.class).size()).isEqualTo(1);
    gongCaller.complete(FakeGongCaller.answered(command, USERS));
    await().atMost(Duration.ofSeconds(10)).until(() -> router.bean(PendingCalls.class).size() == 0);
  }

  private static void aModernClientThatHangsUpHasCancelledThis(String tool) throws IOException {
    String body = McpPost.request("tools/call", "\"name\": \"%s\"".formatted(tool));
    String callId;
    try (Socket socket = new Socket("localhost", URI.create(router.url()).getPort())) {
      write(
          socket,
          request(
              body,
              "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: %s\r\n"
                  .formatted(tool)));
      callId = gongCaller.awaitCommand(tool).getCallId();
    }
    gongCaller.awaitCancellation(callId);
  }

  private static String request(String body, String headers) {
    return """
        POST /mcp HTTP/1.1
        Host: localhost
        Content-Type: application/json
        Authorization: Bearer %s
        Content-Length: %d
        """
            .formatted(RunningRouter.READER, body.getBytes(StandardCharsets.UTF_8).length)
            .replace("\n", "\r\n")
        + headers
        + "\r\n"
        + body;
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Test
  void theJavaSdkConnectsListsAndCalls() {
    var transport =
        HttpClientStreamableHttpTransport.builder(router.url())
            .endpoint("/mcp")
            .addHttpRequestCustomizer(
                (request, method, uri, body, context) ->
                    request.header("Authorization", "Bearer " + RunningRouter.READER))
            .build();
    try (var client = McpClient.sync(transport).build()) {
      McpSchema.InitializeResult greeting = client.initialize();
      assertThat(greeting.serverInfo().name()).isEqualTo("gamelan");
      assertThat(client.listTools().tools())
          .extracting(McpSchema.Tool::name)
          .contains("gong_list_users")
          .isSorted();

      McpSchema.CallToolResult result =
          client.callTool(
              McpSchema.CallToolRequest.builder("gong_list_users").arguments(Map.of()).build());

      assertThat(result.isError()).isFalse();
      assertThat(result.structuredContent().toString()).contains("42");
    }
  }
}
