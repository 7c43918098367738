package dev.gamelan.local.infrastructure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * An Apicurio registry as a process of its own, which keeps its schemas in the data folder and has
 * BACKWARD compatibility enforced. The launcher script fetches it into {@code
 * local/target/registry} the first time it is wanted.
 */
public final class SchemaRegistry implements AutoCloseable {
  private static final Duration UNTIL_READY = Duration.ofSeconds(90);

  private final Process process;
  private final String url;

  private SchemaRegistry(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Where the launcher unpacks the registry. */
  public static final String HOME_PROPERTY = "gamelan.registry.home";

  public static SchemaRegistry start(Path data) throws IOException {
    String home = System.getProperty(HOME_PROPERTY);
    if (home == null || !Files.isDirectory(Path.of(home))) {
      throw new IOException(
          "The schema registry is not here yet. Start with ./gamelan up --registry, which fetches it.");
    }
    Path logs = Files.createDirectories(data.resolve("logs"));
    int port = FreePort.find();
    int management = FreePort.find();
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + management,
                "-Dapicurio.storage.sql.kind=h2",
                "-Dapicurio.datasource.url=jdbc:h2:file:" + data.resolve("registry/schemas"),
                "-jar",
                "quarkus-run.jar")
            .directory(Path.of(home).toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(logs.resolve("schema-registry.out").toFile()))
            .start();
    var registry =
        new SchemaRegistry(process, "http://127.0.0.1:%d/apis/ccompat/v7".formatted(port));
    try {
      registry.awaitAndEnforce();
      return registry;
    } catch (IOException failed) {
      registry.close();
      throw failed;
    }
  }

  private void awaitAndEnforce() throws IOException {
    var backward =
        HttpRequest.newBuilder(URI.create(url + "/config"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(5))
            .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"BACKWARD\"}"))
            .build();
    long giveUp = System.nanoTime() + UNTIL_READY.toNanos();
    try (var http = HttpClient.newHttpClient()) {
      while (System.nanoTime() < giveUp && process.isAlive()) {
        try {
          if (http.send(backward, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException notYet) {
          // asked again below
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("The schema registry did not come up; see logs/schema-registry.out");
  }

  public String url() {
    return url;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
