package dev.gamelan.local.client;

import dev.gamelan.local.gateway.Gateway;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "quota",
    description =
        "Show what is left of Gong's quota, how fast it goes, who spends it and who waits.")
public final class QuotaCommand implements Callable<Integer> {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

  @Mixin private final Terminal terminal = new Terminal();

  @Option(
      names = "--connection",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Which company's (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String connection;

  @Option(names = "--watch", description = "Show it anew every second, until interrupted.")
  private boolean watch;

  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "0",
      description = "With --watch: end after so many looks (default: go on).")
  private int times;

  @Override
  public Integer call() throws IOException {
    var gateway = terminal.gateway();
    var screen = new QuotaScreen(ZoneId.systemDefault());
    try (var client = new GatewayClient(gateway)) {
      int looks = 0;
      while (true) {
        JsonNode quota = read(client, gateway, "quota");
        JsonNode limits = read(client, gateway, "limits");
        if (terminal.json()) {
          json(quota, limits);
        } else {
          show(screen.of(quota, limits, Instant.now()));
        }
        looks++;
        if (!watch || looks == times || !paused()) {
          return 0;
        }
      }
    }
  }

  private JsonNode read(GatewayClient client, Gateway gateway, String what) throws IOException {
    var answer =
        client.get(
            gateway.service("quota").url() + "/v1/connections/" + connection + "/" + what,
            gateway.adminToken());
    if (answer.status() != 200) {
      throw new IOException(
          "The quota could not be read: "
              + answer.body().path("detail").asString(answer.body().toString()));
    }
    return answer.body();
  }

  /** A watcher's script reads a line for each look. */
  private void json(JsonNode quota, JsonNode limits) {
    ObjectNode both = (ObjectNode) quota.deepCopy();
    both.set("limits", limits);
    if (watch) {
      terminal.out().println(both);
      terminal.out().flush();
    } else {
      terminal.print(both);
    }
  }

  private void show(List<String> lines) {
    if (watch && System.console() != null && System.console().isTerminal()) {
      terminal.out().print(HOME_AND_CLEAR);
    }
    lines.forEach(terminal.out()::println);
    if (watch) {
      terminal.out().println();
    }
    terminal.out().flush();
  }

  private static boolean paused() {
    try {
      Thread.sleep(EVERY);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
