package dev.gamelan.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.local.client.GatewayClient;
import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import dev.gamelan.simulator.GongSimulator;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A company is connected, its tools are reviewed, and somebody is let in and shut out again. */
class GovernanceSystemTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String RIGHT_PAIR =
      "{\"accessKey\": \"%s\", \"accessKeySecret\": \"%s\"}"
          .formatted(GongSimulator.ACCESS_KEY, GongSimulator.ACCESS_KEY_SECRET);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path data;

  /** The databases' drivers are on this class path, and the simulator has no database. */
  private final GongSimulator acme =
      GongSimulator.start(
          "--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
              + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration");

  private Installation installation;
  private Gateway gateway;
  private Administrator administrator;

  @BeforeEach
  @SuppressWarnings("NullAway.Init")
  void start() throws Exception {
    installation =
        Installation.start(
            InstallationOptions.in(data)
                .withSettings(
                    Map.of(
                        "gong-caller",
                        Map.of("gamelan.gong.allowed-besides", acme.baseUrl()),
                        "tool-router",
                        Map.of(
                            "gamelan.governance.new-tools",
                            "pending-review",
                            "gamelan.governance.without-profile",
                            "nothing"))),
            Silent.PROGRESS);
    gateway = installation.gateway();
    administrator = new Administrator(gateway);
  }

  @AfterEach
  void stop() {
    installation.close();
    acme.close();
  }

  @Test
  void whatAnAdministratorDecidesIsWhatAUserSees() throws Exception {
    connectWithWrongCredentialsThenRightOnes();
    assertThat(toolsOfTheNewEra()).isEmpty();

    letInFor("gong_list_users", "gong_list_workspaces");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(toolsOfTheNewEra())
                    .containsExactly("gong_list_users", "gong_list_workspaces"));
    assertThat(toolsOfTheOldEra()).containsExactly("gong_list_users", "gong_list_workspaces");
    assertThat(outcome("gong_list_users")).isEqualTo("answered");
    assertThat(outcome("gong_list_trackers")).isEqualTo("tool-not-approved");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(trail("outcome=tool-not-approved&connection=acme&caller=reader"))
                    .extracting(entry -> entry.path("tool").asString())
                    .containsExactly("gong_list_trackers"));

    administrator.delete(administrator.router("connections/acme/profiles/people"));
    assertThat(outcome("gong_list_users")).isEqualTo("no-access");

    letInFor("gong_list_users");
    assertThat(outcome("gong_list_users")).isEqualTo("answered");
    administrator.put(
        administrator.router("kill-switches/connections/acme/tools/gong_list_users"),
        "{\"reason\": \"It is misused\"}");
    assertThat(outcome("gong_list_users")).isEqualTo("stopped");
    assertThat(toolsOfTheNewEra()).isEmpty();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(trail("kind=GOVERNANCE_CHANGED&connection=acme&limit=1000"))
                    .extracting(entry -> entry.path("subject").asString())
                    .contains(
                        "tool acme/gong_list_users", "profile acme/people", "toolset acme/people"));
  }

  private void connectWithWrongCredentialsThenRightOnes() throws Exception {
    String connections = gateway.service("gong-caller").url() + "/v1/connections";
    administrator.post(
        connections,
        "{\"name\": \"acme\", \"baseUrl\": \"%s\", \"credentials\": {\"accessKey\": \"not\", \"accessKeySecret\": \"right\"}}"
            .formatted(acme.baseUrl()));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        administrator
                            .get(administrator.router("connections/acme/tools?limit=200"))
                            .path("tools"))
                    .hasSize(69)
                    .allSatisfy(
                        tool ->
                            assertThat(tool.path("state").asString()).isEqualTo("PENDING_REVIEW")));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(administrator.get(connections + "/acme").path("problem").asString(""))
                    .contains("401"));
    assertThat(administrator.get(connections + "/acme").path("verified").asBoolean()).isFalse();

    administrator.put(connections + "/acme/credentials", RIGHT_PAIR);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(administrator.get(connections + "/acme").path("verified").asBoolean())
                    .isTrue());
  }

  private void letInFor(String... tools) throws Exception {
    String names = "\"" + String.join("\", \"", tools) + "\"";
    administrator.patch(
        administrator.router("connections/acme/tools"),
        "{\"tools\": [%s], \"state\": \"APPROVED\", \"reason\": \"Harmless\"}".formatted(names));
    administrator.put(
        administrator.router("connections/acme/toolsets/people"),
        "{\"title\": \"People\", \"tools\": [%s]}".formatted(names));
    administrator.put(
        administrator.router("connections/acme/profiles/people"),
        "{\"title\": \"People\", \"people\": [\"reader\"], \"toolsets\": [\"people\"], \"terms\": \"AUTOMATIC\"}");
  }

  private String outcome(String tool) throws Exception {
    return administrator
        .sent(
            "POST",
            gateway.adminUrl() + "/v1/tool-calls",
            gateway.user("reader").token(),
            "{\"connection\": \"acme\", \"tool\": \"%s\", \"arguments\": {}}".formatted(tool))
        .path("outcome")
        .asString();
  }

  private List<String> toolsOfTheNewEra() throws Exception {
    return gongs(
        administrator
            .listed(gateway.mcpUrl() + "/acme", gateway.user("reader").token())
            .at("/result/tools")
            .valueStream()
            .map(tool -> tool.path("name").asString())
            .toList());
  }

  private List<String> toolsOfTheOldEra() {
    var transport =
        HttpClientStreamableHttpTransport.builder(gateway.adminUrl())
            .endpoint("/mcp/acme")
            .addHttpRequestCustomizer(
                (request, method, uri, body, context) ->
                    request.header("Authorization", "Bearer " + gateway.user("reader").token()))
            .build();
    try (var mcp = McpClient.sync(transport).requestTimeout(PATIENCE).build()) {
      mcp.initialize();
      return gongs(mcp.listTools().tools().stream().map(McpSchema.Tool::name).toList());
    }
  }

  /** Without those by which access is asked for, which everybody has. */
  private static List<String> gongs(List<String> tools) {
    return tools.stream().filter(name -> name.startsWith("gong_")).toList();
  }

  private List<JsonNode> trail(String query) throws Exception {
    try (var client = new GatewayClient(gateway)) {
      return client
          .get(gateway.service("audit").url() + "/v1/events?" + query, gateway.adminToken())
          .body()
          .path("events")
          .valueStream()
          .toList();
    }
  }
}
