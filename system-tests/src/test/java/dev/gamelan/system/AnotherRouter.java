package dev.gamelan.system;

import static org.awaitility.Awaitility.await;

import dev.gamelan.local.infrastructure.FreePort;
import dev.gamelan.local.services.ServicePlan;
import dev.gamelan.local.up.Installation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One more tool-router beside an installation's own: a process that nobody starts again. */
final class AnotherRouter implements AutoCloseable {
  private final Process process;
  private final String url;

  private AnotherRouter(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Returns once it is ready. */
  static AnotherRouter start(
      Installation installation, Path log, List<String> flags, Map<String, String> settings)
      throws IOException {
    ServicePlan own = installation.plan("tool-router");
    int port = FreePort.find();
    Map<String, String> all = new TreeMap<>(own.settings());
    all.putAll(settings);
    all.put("server.port", String.valueOf(port));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.springframework.boot.logging.LoggingSystem=none",
            "-Dgamelan.log.file=" + log,
            "-cp",
            System.getProperty("java.class.path"),
            own.application().getName()));
    all.forEach((name, value) -> command.add("--" + name + "=" + value));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(Path.of(log + ".out").toFile()))
            .start();
    var router = new AnotherRouter(process, "http://127.0.0.1:" + port);
    router.awaitReadiness();
    return router;
  }

  private void awaitReadiness() {
    var request =
        HttpRequest.newBuilder(URI.create(url + "/actuator/health/readiness"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      await()
          .atMost(Duration.ofSeconds(120))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(
              () -> http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
    }
  }

  String url() {
    return url;
  }

  long pid() {
    return process.pid();
  }

  /** As when a machine is switched off. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
