package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
  private static final Path SOURCES = Path.of("src/test/clients");
  private static final Path INSTALLED = Path.of("target/clients");
  private static RunningRouter router;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(INSTALLED);
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    run(List.of("npm", "ci", "--no-audit", "--no-fund"));
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
    assertUsable(
        run(List.of("node", "modern.mjs", router.url() + "/mcp", RunningRouter.READER, era)));
  }

  @Test
  void theOlderClientWorks() {
    assertUsable(run(List.of("node", "legacy.mjs", router.url() + "/mcp", RunningRouter.READER)));
  }

  private static void assertUsable(String printed) {
    JsonNode seen = new JsonMapper().readTree(printed.lines().toList().getLast());
    assertThat(seen.path("server").asString()).isEqualTo("gamelan");
    assertThat(seen.path("tools").asInt()).isEqualTo(69);
    assertThat(seen.path("isError").asBoolean()).isFalse();
    assertThat(seen.at("/structured/users/0/id").asString()).isEqualTo("42");
  }

  private static String run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(INSTALLED.toFile())
              .redirectErrorStream(true)
              .start();
      String printed =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      assertThat(ended && process.exitValue() == 0)
          .as("%s: %s", String.join(" ", command.subList(0, 2)), printed)
          .isTrue();
      return printed;
    } catch (IOException missing) {
      throw new UncheckedIOException(
          "This test needs Node.js 20 or newer with npm on the path", missing);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
