package dev.gamelan.local.admin;

import dev.gamelan.local.client.Terminal;
import dev.gamelan.local.gateway.Gateway;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "admin",
    description = "Administer connections, and who may call what.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ConnectionsAdmin.class,
      ToolsAdmin.class,
      ToolsetsAdmin.class,
      ProfilesAdmin.class,
      RequestsAdmin.class,
      ClientsAdmin.class,
      StopCommand.class,
      GoCommand.class,
      PoliciesAdmin.class,
      VisibilityAdmin.class,
      DefaultsAdmin.class,
      ChangesCommand.class,
      WritesAdmin.class
    })
public final class AdminCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private final Terminal terminal = new Terminal();

  @Option(
      names = "--as",
      paramLabel = "USER",
      scope = ScopeType.INHERIT,
      defaultValue = "admin",
      description = "In whose name (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String user;

  @Option(
      names = "--connection",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      defaultValue = "default",
      description = "Of which connection (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String connection;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  Terminal terminal() {
    return terminal;
  }

  String connection() {
    return connection;
  }

  /** Something to be done with the installation's services. */
  interface Errand {
    void with(AdminClient client, Urls urls) throws IOException;
  }

  void run(Errand errand) throws IOException {
    Gateway gateway = terminal.gateway();
    String token = user.equals("admin") ? gateway.adminToken() : gateway.user(user).token();
    try (var client = new AdminClient(token)) {
      errand.with(client, new Urls(gateway, connection));
    }
    terminal.out().flush();
  }

  /** As a table, or as JSON where that was asked for. */
  void show(List<JsonNode> items, Columns columns, String ifNone) {
    if (terminal.json()) {
      terminal.print(JsonMapper.shared().valueToTree(items));
    } else if (items.isEmpty()) {
      say(ifNone);
    } else {
      terminal.table(columns.rows(items));
    }
  }

  /** One thing, a line for each of its fields, or as JSON. */
  void show(JsonNode item) {
    if (terminal.json()) {
      terminal.print(item);
      return;
    }
    List<List<String>> rows =
        item.properties().stream()
            .filter(field -> !field.getValue().isNull())
            .map(field -> List.of(field.getKey(), Cell.of(field.getValue())))
            .toList();
    if (!rows.isEmpty()) {
      terminal.table(rows);
    }
  }

  /** After a change: what it is now as JSON, or a sentence. */
  void done(JsonNode now, String sentence) {
    if (terminal.json()) {
      terminal.print(now);
    } else {
      say(sentence);
    }
  }

  void say(String sentence) {
    terminal.out().println(sentence);
  }
}
