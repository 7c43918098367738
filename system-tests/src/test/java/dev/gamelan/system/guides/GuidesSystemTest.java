package dev.gamelan.system.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.local.admin.Demonstration;
import dev.gamelan.local.client.GatewayClient;
import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import dev.gamelan.system.Silent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command of the guides does what it says, on an installation as it is when it is new. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuidesSystemTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Commands that have no place here, by their exact text, and why. */
  private static final Map<String, String> NOT_HERE =
      Map.ofEntries(
          Map.entry("./gamelan up", "what it starts is what runs here; it takes a fixed port"),
          Map.entry("./gamelan quota --watch", "it goes on until somebody stops it"),
          Map.entry("mvn verify", "it is what runs this test"),
          Map.entry(
              "./gamelan admin writes settle <id> --happened no --note \"not in the calendar\"",
              "no write of unknown outcome is there"),
          Map.entry(
              "docker inspect --format '{{json .State.Health}}' CONTAINER",
              "needs a container engine"),
          Map.entry(
              "mvn package -DskipTests                      # the jars", "the build has made them"),
          Map.entry("docker-compose --profile demo build", "needs a container engine"),
          Map.entry(
              "docker-compose --profile demo up -d          # with the simulated Gong; without the profile, see below",
              "needs a container engine"),
          Map.entry(
              "docker-compose --profile demo down           # volumes stay; down -v forgets everything",
              "needs a container engine"),
          Map.entry(
              "docker-compose --profile demo --profile keycloak up -d",
              "needs a container engine"));

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private static Path folder;

  private Installation installation;
  private Gateway gateway;
  private Desk desk;

  @BeforeAll
  void start() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Path secret =
        Files.writeString(folder.resolve("gong-client-secret"), "the integration's secret");
    installation =
        Installation.start(
            InstallationOptions.in(data)
                .withSettings(
                    Map.of(
                        "gong-caller",
                        Map.of(
                            "gamelan.gong-oauth.redirect-uri",
                            "https://gamelan.example.com/v1/oauth/callback",
                            "gamelan.gong-oauth.client-id",
                            "an integration",
                            "gamelan.gong-oauth.client-secret-file",
                            secret.toString()))),
            Silent.PROGRESS);
    gateway = installation.gateway();
    Demonstration.setUp(gateway);
    desk = Desk.at(Files.createDirectories(folder.resolve("desk")), data, ROOT, gateway);
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/operations.md",
        "docs/identity.md",
        "docs/proxy.md",
        "docs/visibility.md",
        "docs/policies.md",
        "docs/connections.md",
        "docs/governance.md",
        "docs/quota.md"
      })
  void everyCommandDoesWhatItSays(String file) throws Exception {
    Map<String, String> failed = new LinkedHashMap<>();
    int run = 0;
    try (var shell = new Shell(desk.folder(), desk.environment())) {
      for (String command : Guide.read(ROOT, file).commands()) {
        if (NOT_HERE.containsKey(command)) {
          continue;
        }
        var ended = shell.run(filled(command));
        run++;
        if (ended.code() != 0) {
          failed.put(command, "%d: %s".formatted(ended.code(), ended.output()));
        }
      }
    }
    System.out.printf("%s: %d commands%n", file, run);
    assertThat(failed).isEmpty();
  }

  /** The test itself: a command that fails, in the shell or at a service, is not passed over. */
  @Test
  void aCommandThatFailsIsSeen() throws Exception {
    try (var shell = new Shell(desk.folder(), desk.environment())) {
      assertThat(shell.run("true").code()).isZero();
      assertThat(shell.run("false").code()).isEqualTo(1);
      assertThat(shell.run("curl -s http://localhost:8080/v1/no-such-thing").code()).isEqualTo(22);
      assertThat(shell.run("docker-compose --profile demo up -d").code()).isEqualTo(97);
    }
  }

  /** What the guide leaves to the reader. */
  private String filled(String command) throws IOException {
    String filled =
        command
            .replace("T=…", "T=" + gateway.adminToken())
            .replace("Bearer TOKEN", "Bearer " + gateway.user("reader").token())
            .replace("P=…", "P=" + gateway.user("reader").token())
            .replace(
                "\"accessKey\":\"…\",\"accessKeySecret\":\"…\"",
                "\"accessKey\":\"a-key\",\"accessKeySecret\":\"a-secret\"");
    return filled.contains("<id>") || filled.endsWith(" ID")
        ? filled.replace("<id>", request(command)).replaceFirst(" ID$", " " + request(command))
        : filled;
  }

  /** One that has not been decided, or, where it is to be revoked, one that was granted. */
  private String request(String command) throws IOException {
    String state = command.contains("/revoke") ? "GRANTED" : "PENDING";
    try (var client = new GatewayClient(gateway)) {
      String url = gateway.adminUrl() + "/v1/connections/default/requests?state=" + state;
      for (var request : client.get(url, gateway.adminToken()).body().path("requests")) {
        return request.path("id").asString();
      }
      if (state.equals("PENDING")) {
        ask(gateway.adminUrl() + "/v1/connections/default/requests");
        return request(command);
      }
    }
    throw new IllegalStateException("Nothing was granted that could be revoked");
  }

  /** Who reads the guide has one before them. */
  private void ask(String url) throws IOException {
    try (var shell = new Shell(desk.folder(), desk.environment())) {
      var asked =
          shell.run(
              "curl -sS -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' -d '{\"profile\": \"lookup\", \"justification\": \"again\"}' %s"
                  .formatted(gateway.user("reader").token(), url));
      assertThat(asked.code()).as(asked.output()).isZero();
    }
  }
}
