package dev.gamelan.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls at a steady rate, one in five a write, each write with a body of its own. */
final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private final URI endpoint;
  private final String token;
  private final Random dice;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<Heard>> calls = new ArrayList<>();

  Load(String routerUrl, String token, long seed) {
    this.endpoint = URI.create(routerUrl + "/v1/tool-calls");
    this.token = token;
    this.dice = new Random(seed);
  }

  /** What a client heard: a status and an answer, or 0 where the connection broke. */
  record Heard(int status, JsonNode body) {}

  /** Starts calls for that long, evenly spaced; does not wait for their answers. */
  void run(Duration time, int perSecond) throws InterruptedException {
    long start = System.nanoTime();
    long count = time.toMillis() * perSecond / 1000;
    for (long number = 0; number < count; number++) {
      long due = start + number * 1_000_000_000L / perSecond;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      String body = calls.size() % 5 == 4 ? write() : read();
      calls.add(callers.submit(() -> call(body)));
    }
  }

  private String read() {
    return switch (dice.nextInt(3)) {
      case 0 -> "{\"tool\":\"gong_list_workspaces\",\"arguments\":{}}";
      case 1 -> "{\"tool\":\"gong_list_trackers\",\"arguments\":{}}";
      default -> "{\"tool\":\"gong_list_scorecards\",\"arguments\":{}}";
    };
  }

  private String write() {
    return """
        {"tool":"gong_add_digital_interaction","arguments":{
          "eventId":"event-%d","timestamp":"2026-01-01T00:00:00Z",
          "eventType":"EMAIL","person":{"name":"Visitor"},
          "content":{"contentId":"c-%d","contentTitle":"A page","contentUrl":"https://example.com/"}}}
        """
        .formatted(calls.size(), calls.size());
  }

  private Heard call(String body) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(endpoint)
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Heard(answer.statusCode(), JsonMapper.shared().readTree(answer.body()));
    } catch (IOException broken) {
      return new Heard(0, JsonMapper.shared().nullNode());
    }
  }

  List<Heard> heard() throws Exception {
    List<Heard> heard = new ArrayList<>();
    for (Future<Heard> call : calls) {
      heard.add(call.get());
    }
    return heard;
  }

  @Override
  public void close() {
    callers.close();
    http.close();
  }
}
