package dev.gamelan.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls at a steady rate, one in five a write, each write with a body of its own. */
public final class Load implements AutoCloseable {
  private static final Duration LOOKING_BACK = Duration.ofDays(60);
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private final URI endpoint;
  private final String token;
  private final Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(LOOKING_BACK);
  private final String run = UUID.randomUUID().toString();
  private final Random dice;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<Heard>> calls = new ArrayList<>();

  public Load(String routerUrl, String token, long seed) {
    this.endpoint = URI.create(routerUrl + "/v1/tool-calls");
    this.token = token;
    this.dice = new Random(seed);
  }

  /**
   * Arguments that ask for calls, other ones for each number: what is asked alike is asked once.
   */
  public static ObjectNode callsSince(int number) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return JsonMapper.shared()
        .createObjectNode()
        .put("fromDateTime", now.minus(LOOKING_BACK).minusSeconds(number * 3600L).toString())
        .put("toDateTime", now.toString());
  }

  /** What a client heard: a status and an answer, or 0 where the connection broke. */
  public record Heard(int status, JsonNode body) {}

  /** Starts calls for that long, evenly spaced; does not wait for their answers. */
  public void run(Duration time, int perSecond) throws InterruptedException {
    long start = System.nanoTime();
    long count = time.toMillis() * perSecond / 1000;
    for (long number = 0; number < count; number++) {
      long due = start + number * 1_000_000_000L / perSecond;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      String body = calls.size() % 5 == 4 ? write() : read();
      calls.add(callers.submit(() -> call(body)));
    }
  }

  /** Each is another question, so that no two can be answered by one request to Gong. */
  private String read() {
    return """
        {"tool":"gong_list_calls","arguments":{"fromDateTime":"%s","toDateTime":"%s"}}
        """
        .formatted(
            begun.plusSeconds(dice.nextInt(60) + 60L * calls.size()), begun.plus(LOOKING_BACK));
  }

  private String write() {
    return """
        {"tool":"gong_add_digital_interaction","arguments":{
          "eventId":"event-%1$s-%2$d","timestamp":"2026-01-01T00:00:00Z",
          "eventType":"EMAIL","person":{"name":"Visitor"},
          "content":{"contentId":"c-%1$s-%2$d","contentTitle":"A page","contentUrl":"https://example.com/"}}}
        """
        .formatted(run, calls.size());
  }

  /** One call more, whose answer is waited for. */
  public Heard once() throws Exception {
    String body = read();
    Future<Heard> one = callers.submit(() -> call(body));
    calls.add(one);
    return one.get();
  }

  /** Many at once, whose answers nobody waits for yet. */
  public void flood(int count) {
    for (int number = 0; number < count; number++) {
      String body = read();
      calls.add(callers.submit(() -> call(body)));
    }
  }

  /** A call of one's own, beside those that are counted. */
  public Heard ask(String body) throws InterruptedException {
    return call(body);
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

  public List<Heard> heard() throws Exception {
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
