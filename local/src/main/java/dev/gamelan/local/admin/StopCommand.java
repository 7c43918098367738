package dev.gamelan.local.admin;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "stop",
    description = {
      "Stop calls at once: everything, a connection, a tool or an AI client.",
      "Without anything named, list what is stopped."
    },
    mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
  private static final Columns COLUMNS =
      Columns.of(
          "STOPPED=/level",
          "CONNECTION=/connection",
          "TOOL=/tool",
          "CLIENT=/client",
          "BY=/by",
          "SINCE=/at",
          "REASON=/reason");

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private AdminCommand admin;

  @Mixin private final Stopped stopped = new Stopped();

  @Option(names = "--reason", description = "Told to whoever calls.")
  private @Nullable String reason;

  @Override
  public Integer call() throws IOException {
    admin.run(
        (client, urls) -> {
          if (stopped.isNothing()) {
            List<JsonNode> all = client.all(urls.router("kill-switches"), "killSwitches");
            admin.show(all, COLUMNS, "Nothing is stopped.");
            return;
          }
          ObjectNode wish = JsonMapper.shared().createObjectNode();
          Wish.text(wish, "reason", reason);
          String path = stopped.path(urls.connection());
          admin.done(
              client.send("PUT", urls.router(path), wish, null).body(),
              stopped.words(urls.connection()) + " is stopped. ./gamelan admin go lifts it.");
        });
    return 0;
  }
}
