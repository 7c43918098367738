package dev.gamelan.benchmarks;

import dev.gamelan.local.client.GatewayClient;
import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How much of three requests a second is used when far more is wanted, judged by the simulator. */
final class Saturation {
  private static final int PLAYERS = 12;
  private static final int SECONDS = 60;

  private final Path data;

  Saturation(Path data) {
    this.data = data;
  }

  List<Figure> measure() throws Exception {
    try (var installation = Installation.start(InstallationOptions.in(data), Quiet.PROGRESS);
        var client = new GatewayClient(installation.gateway())) {
      Gateway gateway = installation.gateway();
      long end;
      long first;
      long last;
      List<Future<?>> playing = new ArrayList<>();
      try (var players = Executors.newVirtualThreadPerTaskExecutor()) {
        long stop = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS + 8);
        for (int player = 0; player < PLAYERS; player++) {
          String name = player % 2 == 0 ? "reader" : "writer";
          playing.add(
              players.submit(
                  () -> {
                    while (System.nanoTime() < stop) {
                      client.callTool(
                          gateway.user(name),
                          "gong_list_workspaces",
                          JsonMapper.shared().createObjectNode());
                    }
                    return null;
                  }));
        }
        TimeUnit.SECONDS.sleep(5);
        first = arrivals(gateway);
        long from = System.nanoTime();
        TimeUnit.SECONDS.sleep(SECONDS);
        last = arrivals(gateway);
        end = System.nanoTime() - from;
      }
      for (Future<?> player : playing) {
        player.get();
      }
      JsonNode report = report(gateway);
      return List.of(
          new Figure(
              "starts a second over %d s at saturation, of 3.0".formatted(SECONDS),
              "%.3f".formatted((last - first) / (end / 1e9)),
              "≥ 2.85"),
          new Figure(
              "most arrivals in any sliding second",
              report.path("maxInAnySecond").asString(),
              "≤ 3"),
          new Figure("429s", report.path("tooManyRequests").asString(), "0"));
    }
  }

  private static long arrivals(Gateway gateway) throws Exception {
    return report(gateway).path("arrivals").asLong();
  }

  private static JsonNode report(Gateway gateway) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(gateway.gongUrl() + "/simulator/report")).build();
      return JsonMapper.shared()
          .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
  }
}
