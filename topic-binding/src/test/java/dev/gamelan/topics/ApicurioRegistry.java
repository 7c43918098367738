package dev.gamelan.topics;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real schema registry in a process of its own, which keeps what it knows in its memory. */
final class ApicurioRegistry implements AutoCloseable {
  private static final Path UNPACKED = Path.of("target", "apicurio-registry");
  private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[^ ]+:\\d+)");
  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  ApicurioRegistry() throws IOException, InterruptedException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=0",
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=0",
                "-jar",
                "quarkus-run.jar")
            .directory(UNPACKED.toFile())
            .redirectErrorStream(true)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    url = awaitStart() + "/apis/ccompat/v7";
    call("PUT", "/config", "{\"compatibility\":\"BACKWARD\"}");
  }

  /** Reads the log on for as long as the process lives, or it would stop at a full pipe. */
  private String awaitStart() throws IOException {
    BufferedReader log = process.inputReader();
    StringBuilder soFar = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      soFar.append(line).append('\n');
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofVirtual().start(() -> log.lines().forEach(unread -> {}));
        return listening.group(1);
      }
    }
    throw new IllegalStateException("The registry did not start:\n" + soFar);
  }

  String url() {
    return url;
  }

  int register(String subject, String schema) throws IOException, InterruptedException {
    String body = JSON.createObjectNode().put("schema", schema).toString();
    return call("POST", "/subjects/" + subject + "/versions", body).path("id").asInt();
  }

  String schema(int id) throws IOException, InterruptedException {
    return call("GET", "/schemas/ids/" + id, "").path("schema").asString();
  }

  List<String> subjects() throws IOException, InterruptedException {
    return call("GET", "/subjects", "").valueStream().map(JsonNode::asString).toList();
  }

  private JsonNode call(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(method + " " + path + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
  }
}
