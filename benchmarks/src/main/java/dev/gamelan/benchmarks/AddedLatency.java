package dev.gamelan.benchmarks;

import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What a tool call costs over a direct HTTP call to the same simulator, limits off, next to a plain
 * ReplyingKafkaTemplate round trip over the same broker: interleaved rounds, medians of the rounds,
 * each after 5,000 calls to warm up (a cold JVM takes twice as long).
 */
final class AddedLatency {
  private static final int ROUNDS = 7;
  private static final int CALLS = 200;
  private static final int WARM_UP = 5_000;

  private final Path data;

  AddedLatency(Path data) {
    this.data = data;
  }

  List<Figure> measure() throws Exception {
    var options =
        InstallationOptions.in(data)
            .withSettings(
                Map.of(
                    "gong-simulator", Map.of("gamelan.simulator.quota.enabled", "false"),
                    "quota", Map.of("gamelan.limits.enforced", "false")));
    try (var installation = Installation.start(options, Quiet.PROGRESS);
        var http = HttpClient.newHttpClient();
        var echo = new KafkaEcho(installation.gateway().kafka())) {
      Gateway gateway = installation.gateway();
      Samples.Call direct = () -> expectOk(http, direct(gateway));
      Samples.Call tool = () -> expectOk(http, toolCall(gateway));
      Samples.Call kafka = echo::roundTrip;
      for (Samples.Call call : List.of(direct, tool, kafka)) {
        Samples.time(call, WARM_UP);
      }
      double[][] p50 = new double[3][ROUNDS];
      double[][] p99 = new double[3][ROUNDS];
      List<Samples.Call> calls = List.of(direct, tool, kafka);
      for (int round = 0; round < ROUNDS; round++) {
        for (int which = 0; which < calls.size(); which++) {
          Samples samples = Samples.time(calls.get(which), CALLS);
          p50[which][round] = samples.millis(0.5);
          p99[which][round] = samples.millis(0.99);
        }
      }
      return List.of(
          new Figure("direct HTTP to the simulator, p50 / p99", both(p50[0], p99[0]), "–"),
          new Figure("tool call through Gamelan, p50 / p99", both(p50[1], p99[1]), "–"),
          new Figure(
              "added by Gamelan, p50 / p99",
              "%.2f / %.2f ms"
                  .formatted(
                      Samples.median(p50[1]) - Samples.median(p50[0]),
                      Samples.median(p99[1]) - Samples.median(p99[0])),
              "p50 ≤ 10 ms"),
          new Figure("ReplyingKafkaTemplate round trip, p50 / p99", both(p50[2], p99[2]), "–"),
          new Figure(
              "added by Gamelan / ReplyingKafkaTemplate, p50",
              "%.1f"
                  .formatted(
                      (Samples.median(p50[1]) - Samples.median(p50[0])) / Samples.median(p50[2])),
              "–"));
    }
  }

  private static String both(double[] p50, double[] p99) {
    return "%.2f / %.2f ms".formatted(Samples.median(p50), Samples.median(p99));
  }

  private static HttpRequest direct(Gateway gateway) {
    String pair = "gamelan-demo:gamelan-demo-secret";
    return HttpRequest.newBuilder(URI.create(gateway.gongUrl() + "/v2/workspaces"))
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  private static HttpRequest toolCall(Gateway gateway) {
    return HttpRequest.newBuilder(URI.create(gateway.adminUrl() + "/v1/tool-calls"))
        .header("Authorization", "Bearer " + gateway.user("reader").token())
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"tool\":\"gong_list_workspaces\",\"arguments\":{}}"))
        .build();
  }

  private static void expectOk(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(request.uri() + " answered " + answer.statusCode());
    }
  }
}
