package dev.gamelan.local.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "status",
    description = "Show each service, whether it is ready, and what it lacks.")
public final class StatusCommand implements Callable<Integer> {
  @Mixin private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws IOException {
    var gateway = terminal.gateway();
    ObjectNode all = JsonMapper.shared().createObjectNode();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("SERVICE", "READY", "PROCESS", "AT", "LACKS"));
    boolean ready = true;
    try (var client = new GatewayClient(gateway)) {
      for (var service : gateway.services().entrySet()) {
        String url = service.getValue().url();
        JsonNode health;
        try {
          health = client.get(url + "/actuator/health/readiness", gateway.adminToken()).body();
        } catch (IOException unreachable) {
          health = JsonMapper.shared().createObjectNode().put("status", "UNREACHABLE");
        }
        boolean up = health.path("status").asString().equals("UP");
        ready &= up;
        all.set(service.getKey(), health);
        rows.add(
            List.of(
                service.getKey(),
                up ? "yes" : "no",
                String.valueOf(service.getValue().pid()),
                url,
                lacks(health)));
      }
    }
    if (terminal.json()) {
      terminal.print(all);
    } else {
      terminal.table(rows);
    }
    return ready ? 0 : 1;
  }

  private static String lacks(JsonNode health) {
    List<String> missing = new ArrayList<>();
    for (var part : health.path("components").properties()) {
      if (!part.getValue().path("status").asString().equals("UP")) {
        JsonNode details = part.getValue().path("details");
        missing.add(details.isEmpty() ? part.getKey() : part.getKey() + " " + details);
      }
    }
    return String.join("; ", missing);
  }
}
