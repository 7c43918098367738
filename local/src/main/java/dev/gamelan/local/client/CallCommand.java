package dev.gamelan.local.client;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(name = "call", description = "Call one tool and print its answer.")
public final class CallCommand implements Callable<Integer> {
  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(
      index = "0",
      paramLabel = "TOOL",
      description = "Its name; ./gamelan tools lists them.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String tool;

  @Parameters(
      index = "1",
      paramLabel = "JSON",
      defaultValue = "{}",
      description = "Its arguments (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String arguments;

  @Mixin private final AsUser user = new AsUser();

  @Override
  public Integer call() throws IOException {
    JsonNode read;
    try {
      read = JsonMapper.shared().readTree(arguments);
    } catch (JacksonException notJson) {
      throw new IOException(
          "The arguments are not JSON from character %d on."
              .formatted(notJson.getLocation().getColumnNr()),
          notJson);
    }
    var gateway = terminal.gateway();
    try (var client = new GatewayClient(gateway)) {
      var answer = client.callTool(user.of(gateway), tool, read);
      JsonNode body = answer.body();
      if (terminal.json()) {
        terminal.print(body);
      } else if (body.has("result")) {
        terminal.print(body.path("result"));
      } else {
        terminal
            .err()
            .println(
                body.at("/error/message").asString(body.path("detail").asString(body.toString())));
        terminal.err().flush();
      }
      return answer.status() < 300 ? 0 : 1;
    }
  }
}
