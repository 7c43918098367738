package dev.gamelan.local.up;

import dev.gamelan.local.client.GatewayClient;
import dev.gamelan.local.gateway.Gateway;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes one real tool call through the whole path, as proof, and prints how it went. */
final class FirstCall {
  private static final String TOOL = "gong_list_workspaces";
  private static final Duration UNTIL_AUDITED = Duration.ofSeconds(15);

  private final Gateway gateway;
  private final PrintWriter out;

  FirstCall(Gateway gateway, PrintWriter out) {
    this.gateway = gateway;
    this.out = out;
  }

  void make() throws IOException {
    try (var client = new GatewayClient(gateway)) {
      var parameters = JsonMapper.shared().createObjectNode().put("name", TOOL);
      parameters.putObject("arguments");
      Instant asked = Instant.now();
      long start = System.nanoTime();
      var answer = client.mcp(gateway.user("reader"), "tools/call", parameters, TOOL);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      JsonNode result = answer.body().path("result");
      if (result.isMissingNode() || result.path("isError").asBoolean(false)) {
        throw new IOException("The first call failed: " + said(answer.body()));
      }
      String callId = result.at("/_meta/dev.gamelan~1callId").asString();
      out.printf("The first call, %s, went all the way:%n", TOOL);
      step(asked, asked, "reader asked tool-router (MCP)");
      for (JsonNode entry : trail(client, callId)) {
        step(asked, Instant.parse(entry.path("at").asString()), told(entry));
      }
      out.printf("  +%4d ms  reader had the answer%n", millis);
      out.printf("  ./gamelan audit --call %s%n", callId);
      out.flush();
    }
  }

  private static String said(JsonNode body) {
    String error = body.at("/error/message").asString("");
    return error.isEmpty() ? body.at("/result/content/0/text").asString(body.toString()) : error;
  }

  private static String told(JsonNode entry) {
    String service = entry.path("service").asString();
    if (entry.path("kind").asString().equals("CALL_ADMITTED")) {
      return service + " admitted it: audited, and on its way through Kafka";
    }
    return "%s ended it: %s by Gong (request %s) for %s unit of quota; audited"
        .formatted(
            service,
            entry.path("outcome").asString(),
            entry.path("gongRequestId").asString(),
            entry.path("quotaUnits").asString());
  }

  private void step(Instant asked, Instant at, String what) {
    out.printf("  +%4d ms  %s%n", Duration.between(asked, at).toMillis(), what);
  }

  /** The trail is written behind the call, so it is asked for until both decisions are there. */
  private static List<JsonNode> trail(GatewayClient client, String callId) throws IOException {
    long giveUp = System.nanoTime() + UNTIL_AUDITED.toNanos();
    List<JsonNode> trail = client.trail(callId);
    try {
      while (trail.size() < 2 && System.nanoTime() < giveUp) {
        TimeUnit.MILLISECONDS.sleep(50);
        trail = client.trail(callId);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", interrupted);
    }
    if (trail.size() < 2) {
      throw new IOException(
          "The first call was answered, but its audit trail has %d entries instead of 2"
              .formatted(trail.size()));
    }
    return trail;
  }
}
