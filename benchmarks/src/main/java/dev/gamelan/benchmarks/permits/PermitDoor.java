package dev.gamelan.benchmarks.permits;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks quota for permits as gong-caller does, and reports what became of them. */
final class PermitDoor implements AutoCloseable {
  static final String CONNECTION = "benchmark";
  private static final String HOLDER = "benchmark-1";

  private final String quota;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  PermitDoor(String quota, String token) {
    this.quota = quota;
    this.token = token;
  }

  /**
   * A permit and its outcome: what a request to Gong takes. Where the connection's turns are taken
   * for longer than a permit may wait, it asks again when it is told to; those trips count as well.
   */
  void permit() throws IOException, InterruptedException {
    HttpResponse<String> answer = ask();
    while (answer.statusCode() == 429) {
      JsonNode refusal = JsonMapper.shared().readTree(answer.body());
      if (!refusal.path("refused").asString().equals("NOT_YET")) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(Math.max(1, refusal.path("retryAfterMillis").asLong()));
      answer = ask();
    }
    if (answer.statusCode() != 200) {
      throw new IOException("No permit: " + answer.body());
    }
    String id = JsonMapper.shared().readTree(answer.body()).path("permitId").asString();
    HttpResponse<String> noted =
        send(
            "PUT",
            "/" + id + "/outcome",
            "{\"holder\":\"%s\",\"result\":\"RESPONDED\",\"httpStatus\":200,\"caller\":\"b\",\"tool\":\"t\"}"
                .formatted(HOLDER));
    if (noted.statusCode() != 204) {
      throw new IOException("Not noted: " + noted.body());
    }
  }

  private HttpResponse<String> ask() throws IOException, InterruptedException {
    return send(
        "POST",
        "",
        "{\"holder\":\"%s\",\"class\":\"INTERACTIVE\",\"caller\":\"b\",\"callId\":\"c\",\"tool\":\"t\"}"
            .formatted(HOLDER));
  }

  /** Until quota has counted what was spent of a connection that is new to it. */
  void awaitFirst() throws InterruptedException, IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        permit();
        return;
      } catch (IOException notYet) {
        if (attempt > 100) {
          throw notYet;
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(
                URI.create(quota + "/v1/connections/" + CONNECTION + "/permits" + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Seconds at Redis by quota's own meter, and how often. */
  double[] atRedis() throws IOException, InterruptedException {
    String meters =
        http.send(
                HttpRequest.newBuilder(URI.create(quota + "/actuator/prometheus")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    double seconds = 0;
    double count = 0;
    for (String line : meters.lines().toList()) {
      if (line.startsWith("gamelan_quota_redis") && line.contains("\"admit\"")) {
        double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        if (line.startsWith("gamelan_quota_redis_seconds_sum")) {
          seconds = value;
        } else if (line.startsWith("gamelan_quota_redis_seconds_count")) {
          count = value;
        }
      }
    }
    return new double[] {seconds, count};
  }

  @Override
  public void close() {
    http.close();
  }
}
