package dev.gamelan.local.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "tools", description = "List the tools, as an MCP client sees them.")
public final class ToolsCommand implements Callable<Integer> {
  @Mixin private final Terminal terminal = new Terminal();

  @Mixin private final AsUser user = new AsUser();

  @Override
  public Integer call() throws IOException {
    var gateway = terminal.gateway();
    ArrayNode tools = JsonMapper.shared().createArrayNode();
    try (var client = new GatewayClient(gateway)) {
      String cursor = "";
      do {
        ObjectNode parameters = JsonMapper.shared().createObjectNode();
        if (!cursor.isEmpty()) {
          parameters.put("cursor", cursor);
        }
        JsonNode page = client.mcp(user.of(gateway), "tools/list", parameters, "").body();
        if (!page.has("result")) {
          throw new IOException(
              "The tools could not be listed: " + page.at("/error/message").asString());
        }
        page.at("/result/tools").forEach(tools::add);
        cursor = page.at("/result/nextCursor").asString("");
      } while (!cursor.isEmpty());
    }
    if (terminal.json()) {
      terminal.print(tools);
      return 0;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("TOOL", "EFFECT", "WHAT IT DOES"));
    for (JsonNode tool : tools) {
      rows.add(
          List.of(
              tool.path("name").asString(),
              effect(tool.path("annotations")),
              tool.path("title").asString("")));
    }
    terminal.table(rows);
    return 0;
  }

  private static String effect(JsonNode annotations) {
    if (annotations.path("readOnlyHint").asBoolean(false)) {
      return "read";
    }
    return annotations.path("destructiveHint").asBoolean(false) ? "delete" : "write";
  }
}
