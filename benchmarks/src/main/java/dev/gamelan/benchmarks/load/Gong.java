package dev.gamelan.benchmarks.load;

import dev.gamelan.local.up.InstallationOptions.GongAccount;
import dev.gamelan.simulator.GongSimulator;
import dev.gamelan.simulator.arrivals.Arrival;
import dev.gamelan.simulator.faults.FaultRule;
import dev.gamelan.simulator.quota.Limits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One company at the simulated Gong, which judges whoever asks it. */
public final class Gong implements AutoCloseable {
  public static final String AUTHORIZATION =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(
                  (GongSimulator.ACCESS_KEY + ':' + GongSimulator.ACCESS_KEY_SECRET)
                      .getBytes(java.nio.charset.StandardCharsets.UTF_8));

  private final GongSimulator simulator;
  private final String url;

  private Gong(GongSimulator simulator) {
    this.simulator = simulator;
    this.url = simulator.baseUrl().replace("localhost", "127.0.0.1");
  }

  public static Gong start(String... settings) {
    return new Gong(
        GongSimulator.start(
            Stream.concat(
                    Stream.of(
                        "--server.address=127.0.0.1",
                        "--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"),
                    Stream.of(settings))
                .toArray(String[]::new)));
  }

  public String url() {
    return url;
  }

  public GongAccount account() {
    return account(url);
  }

  /**
   * @param through another address that leads here
   */
  public static GongAccount account(String through) {
    return new GongAccount(through, GongSimulator.ACCESS_KEY, GongSimulator.ACCESS_KEY_SECRET);
  }

  /** Takes so long for each request, from now on. */
  public void takes(Duration time) {
    if (time.isZero()) {
      simulator.faults(1);
    } else {
      simulator.faults(1, FaultRule.latency(time, Duration.ZERO));
    }
  }

  public void limits(boolean enabled, int perSecond, int perDay) {
    Limits now = simulator.limits();
    simulator.limits(
        new Limits(
            enabled,
            perSecond,
            now.second(),
            perDay,
            now.day(),
            now.dayZone(),
            now.refusedCount()));
  }

  public GongSimulator simulator() {
    return simulator;
  }

  public long arrivals() {
    return simulator.report().arrivals();
  }

  public List<Arrival> arrivals(long since) {
    return simulator.arrivals(since);
  }

  /** The ids of what is listed there; nothing of it counts against a limit that is off. */
  public List<String> ids(String path, String list) throws IOException, InterruptedException {
    return texts(path, list, "id");
  }

  /** One field of each of them. */
  public List<String> texts(String path, String list, String field)
      throws IOException, InterruptedException {
    List<String> texts = new ArrayList<>();
    String cursor = "";
    try (var http = HttpClient.newHttpClient()) {
      do {
        String target = url + path + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
        JsonNode page =
            JsonMapper.shared()
                .readTree(
                    http.send(
                            HttpRequest.newBuilder(URI.create(target))
                                .header("Authorization", AUTHORIZATION)
                                .build(),
                            HttpResponse.BodyHandlers.ofString())
                        .body());
        page.path(list).forEach(item -> texts.add(item.path(field).asString()));
        cursor =
            java.net.URLEncoder.encode(
                page.path("records").path("cursor").asString(""),
                java.nio.charset.StandardCharsets.UTF_8);
      } while (!cursor.isEmpty());
    }
    return texts;
  }

  @Override
  public void close() {
    simulator.close();
  }
}
