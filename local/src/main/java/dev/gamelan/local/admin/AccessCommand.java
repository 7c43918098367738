package dev.gamelan.local.admin;

import dev.gamelan.local.client.AsUser;
import dev.gamelan.local.client.Terminal;
import dev.gamelan.local.gateway.Gateway;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "access",
    description = "Show what you may call, what you may ask for, and ask for it.",
    mixinStandardHelpOptions = true)
public final class AccessCommand implements Callable<Integer> {
  private static final Columns PROFILES =
      Columns.of("PROFILE=/name", "YOURS=/held", "TERMS=/terms", "TITLE=/title", "TOOLS=/tools");

  @Mixin private final Terminal terminal = new Terminal();

  @Mixin private final AsUser user = new AsUser();

  @Option(
      names = "--connection",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      defaultValue = "default",
      description = "At which connection (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String connection;

  @Override
  public Integer call() throws IOException {
    JsonNode access = ask("GET", "access", null);
    if (terminal.json()) {
      terminal.print(access);
      return 0;
    }
    terminal.out().printf("You may call %d tools.%n", access.path("tools").size());
    table(access.path("profiles").valueStream().toList(), PROFILES);
    table(access.path("requests").valueStream().toList(), RequestsAdmin.COLUMNS);
    terminal.out().flush();
    return 0;
  }

  private void table(List<JsonNode> items, Columns columns) {
    if (!items.isEmpty()) {
      terminal.out().println();
      terminal.table(columns.rows(items));
    }
  }

  @Command(description = "Ask for the access of a profile.")
  int request(
      @Parameters(paramLabel = "PROFILE") String profile,
      @Option(names = "--because", description = "Why, for whoever decides.")
          @Nullable String because)
      throws IOException {
    ObjectNode wish = JsonMapper.shared().createObjectNode().put("profile", profile);
    Wish.text(wish, "justification", because);
    JsonNode request = ask("POST", "requests", wish);
    if (terminal.json()) {
      terminal.print(request);
      return 0;
    }
    String id = Cell.of(request.path("id"));
    terminal
        .out()
        .println(
            request.path("state").asString().equals("GRANTED")
                ? "Granted until %s.".formatted(Cell.of(request.path("until")))
                : "Asked; an approver decides. ./gamelan access shows how it stands.%n  ./gamelan admin requests approve %s"
                    .formatted(id));
    terminal.out().flush();
    return 0;
  }

  private JsonNode ask(String method, String path, @Nullable JsonNode body) throws IOException {
    Gateway gateway = terminal.gateway();
    try (var client = new AdminClient(user.of(gateway).token())) {
      return client.send(method, new Urls(gateway, connection).governed(path), body, null).body();
    }
  }
}
