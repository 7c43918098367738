package dev.gamelan.gongcaller.sharing;

import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.simulator.GongSimulator;
import dev.gamelan.simulator.quota.Limits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A simulated Gong without limits, and how often it was asked. */
final class Asked implements AutoCloseable {
  private static final String DATABASE =
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
          + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration";

  final GongSimulator gong = GongSimulator.start("--spring.autoconfigure.exclude=" + DATABASE);
  private final HttpClient http = HttpClient.newHttpClient();
  private int requests;

  Asked() {
    Limits limits = gong.limits();
    gong.limits(
        new Limits(
            false,
            limits.perSecond(),
            limits.second(),
            limits.perDay(),
            limits.day(),
            limits.dayZone(),
            limits.refusedCount()));
  }

  GongAnswer.Responded ask(GongRequest request) {
    requests++;
    String key = GongSimulator.ACCESS_KEY + ":" + GongSimulator.ACCESS_KEY_SECRET;
    String body = request.getBody();
    var outgoing =
        HttpRequest.newBuilder(URI.create(gong.baseUrl() + request.getPath()))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", "application/json")
            .method(
                request.getMethod(),
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<byte[]> response = http.send(outgoing, HttpResponse.BodyHandlers.ofByteArray());
      return new GongAnswer.Responded(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(null),
          response.body(),
          response.headers().firstValue("x-traceid").orElse(null),
          null,
          null);
    } catch (IOException | InterruptedException problem) {
      throw new IllegalStateException(problem);
    }
  }

  int requests() {
    return requests;
  }

  @Override
  public void close() {
    http.close();
    gong.close();
  }
}
