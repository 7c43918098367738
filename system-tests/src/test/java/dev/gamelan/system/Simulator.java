package dev.gamelan.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulated Gong as a judge: what reached it, and whether it was ever too much. */
public final class Simulator implements AutoCloseable {
  /** Those that an installation without a Gong of its own has. */
  private static final String CREDENTIALS =
      "Basic "
          + Base64.getEncoder()
              .encodeToString("gamelan-demo:gamelan-demo-secret".getBytes(StandardCharsets.UTF_8));

  private final String url;
  private final HttpClient http = HttpClient.newHttpClient();

  public Simulator(String url) {
    this.url = url;
  }

  public JsonNode report() throws IOException, InterruptedException {
    return get("/simulator/report");
  }

  /** All arrivals after that number. */
  public List<JsonNode> arrivals(long since) throws IOException, InterruptedException {
    return get("/simulator/arrivals?since=" + since).valueStream().toList();
  }

  public long count() throws IOException, InterruptedException {
    return report().path("arrivals").asLong();
  }

  /** From now on this one fault happens. */
  public void faults(String fault) throws IOException, InterruptedException {
    send(
        "PUT",
        HttpRequest.BodyPublishers.ofString("{\"seed\":1,\"faults\":[%s]}".formatted(fault)));
  }

  public void faultless() throws IOException, InterruptedException {
    send("DELETE", HttpRequest.BodyPublishers.noBody());
  }

  /** What another program of the same company does with the same credentials. */
  public void askAsSomebodyElse() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + "/v2/workspaces"))
            .header("Authorization", CREDENTIALS)
            .build();
    http.send(request, HttpResponse.BodyHandlers.discarding());
  }

  private void send(String method, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + "/simulator/faults"))
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.body());
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url + path)).build();
    return JsonMapper.shared()
        .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    http.close();
  }
}
