package dev.gamelan.local.client;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(name = "audit", description = "Show who asked what, and how it ended; newest first.")
public final class AuditCommand implements Callable<Integer> {
  @Mixin private final Terminal terminal = new Terminal();

  @Option(names = "--call", paramLabel = "ID", description = "Only this call's entries.")
  private @Nullable String callId;

  @Option(names = "--caller", paramLabel = "NAME", description = "Only this caller's entries.")
  private @Nullable String caller;

  @Option(names = "--tool", paramLabel = "TOOL", description = "Only entries about this tool.")
  private @Nullable String tool;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() throws IOException {
    var gateway = terminal.gateway();
    var url =
        new StringBuilder(gateway.service("audit").url()).append("/v1/events?limit=").append(limit);
    append(url, "call", callId);
    append(url, "caller", caller);
    append(url, "tool", tool);
    try (var client = new GatewayClient(gateway)) {
      var answer = client.get(url.toString(), gateway.adminToken());
      if (answer.status() != 200) {
        throw new IOException(
            "The trail could not be read: " + answer.body().path("detail").asString());
      }
      if (terminal.json()) {
        terminal.print(answer.body());
        return 0;
      }
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("AT", "CALLER", "TOOL", "OUTCOME", "UNITS", "MS", "CALL"));
      for (JsonNode event : answer.body().path("events")) {
        rows.add(
            List.of(
                event.path("at").asString(),
                event.path("caller").asString(),
                event.path("tool").asString(),
                event.path("outcome").asString(),
                event.path("quotaUnits").asString("0"),
                event.path("latencyMillis").asString(""),
                event.path("callId").asString()));
      }
      terminal.table(rows);
      return 0;
    }
  }

  private static void append(StringBuilder url, String name, @Nullable String value) {
    if (value != null) {
      url.append('&')
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
