package dev.gamelan.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.local.client.GatewayClient;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What was spent, and who asked, is still known after everything was stopped and started again. */
class RestartSystemTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path data;

  @Test
  void theTrailTheTokensAndTheSpentQuotaSurviveARestart() throws Exception {
    String token;
    String callId;
    try (var installation = Installation.start(InstallationOptions.in(data), Silent.PROGRESS);
        var client = new GatewayClient(installation.gateway())) {
      token = installation.gateway().user("reader").token();
      var answer =
          client.callTool(
              installation.gateway().user("reader"),
              "gong_list_workspaces",
              JsonMapper.shared().createObjectNode());
      assertThat(answer.status()).isEqualTo(200);
      callId = answer.body().path("callId").asString();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(client.trail(callId)).hasSize(2));
      assertThat(spent(installation, client)).isEqualTo(1);
    }
    try (var installation = Installation.start(InstallationOptions.in(data), Silent.PROGRESS);
        var client = new GatewayClient(installation.gateway())) {
      assertThat(installation.gateway().user("reader").token()).isEqualTo(token);
      assertThat(client.trail(callId)).hasSize(2);
      assertThat(spent(installation, client)).isEqualTo(1);
    }
  }

  private static long spent(Installation installation, GatewayClient client) throws Exception {
    var gateway = installation.gateway();
    String url = gateway.service("quota").url() + "/v1/connections/default/quota";
    return client.get(url, gateway.adminToken()).body().path("spent").asLong();
  }
}
