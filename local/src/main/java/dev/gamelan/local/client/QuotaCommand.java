package dev.gamelan.local.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(name = "quota", description = "Show what is left of Gong's quota, and who spent it.")
public final class QuotaCommand implements Callable<Integer> {
  @Mixin private final Terminal terminal = new Terminal();

  @Option(
      names = "--connection",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Which company's (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String connection;

  @Override
  public Integer call() throws IOException {
    var gateway = terminal.gateway();
    try (var client = new GatewayClient(gateway)) {
      var answer =
          client.get(
              gateway.service("quota").url() + "/v1/connections/" + connection + "/quota",
              gateway.adminToken());
      JsonNode quota = answer.body();
      if (answer.status() != 200) {
        throw new IOException(
            "The quota could not be read: " + quota.path("detail").asString(quota.toString()));
      }
      if (terminal.json()) {
        terminal.print(quota);
        return 0;
      }
      terminal
          .out()
          .printf(
              "%s: %s of %s requests left in 24 hours, %s a second%n",
              connection,
              quota.path("left").asString(),
              quota.path("perDay").asString(),
              quota.path("perSecond").asString());
      line("frozen until", quota.path("frozenUntil"));
      line("next free at", quota.path("nextFreeAt"));
      spent("CALLER", quota.path("byCaller"));
      spent("TOOL", quota.path("byTool"));
      terminal.out().flush();
      return 0;
    }
  }

  private void line(String name, JsonNode value) {
    if (!value.isNull() && !value.isMissingNode()) {
      terminal.out().printf("%s %s%n", name, value.asString());
    }
  }

  private void spent(String heading, JsonNode counts) {
    if (counts.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(heading, "SPENT"));
    counts
        .properties()
        .forEach(count -> rows.add(List.of(count.getKey(), count.getValue().asString())));
    terminal.out().println();
    terminal.table(rows);
  }
}
