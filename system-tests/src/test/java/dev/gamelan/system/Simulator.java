package dev.gamelan.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulated Gong as a judge: what reached it, and whether it was ever too much. */
final class Simulator implements AutoCloseable {
  private final String url;
  private final HttpClient http = HttpClient.newHttpClient();

  Simulator(String url) {
    this.url = url;
  }

  JsonNode report() throws IOException, InterruptedException {
    return get("/simulator/report");
  }

  /** All arrivals after that number. */
  List<JsonNode> arrivals(long since) throws IOException, InterruptedException {
    return get("/simulator/arrivals?since=" + since).valueStream().toList();
  }

  long count() throws IOException, InterruptedException {
    return report().path("arrivals").asLong();
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
