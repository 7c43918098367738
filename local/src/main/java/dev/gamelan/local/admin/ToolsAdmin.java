package dev.gamelan.local.admin;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "tools",
    description = "What was decided about each tool of a connection.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ToolsAdmin {
  private static final Columns COLUMNS =
      Columns.of(
          "TOOL=/name",
          "EFFECT=/effect",
          "STATE=/state",
          "UNTIL=/until",
          "LAST USED=/lastUsed",
          "BY=/by",
          "REASON=/reason",
          "BECAUSE=/because");

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private AdminCommand admin;

  @Command(description = "List them and what was decided.")
  int list(
      @Option(names = "--state", description = "pending-review, approved, disabled, removed.")
          @Nullable String state,
      @Option(names = "--effect", description = "read, write or delete.") @Nullable String effect)
      throws IOException {
    admin.run(
        (client, urls) -> {
          String query = query("?", "state", state);
          query += query(query.isEmpty() ? "?" : "&", "effect", effect);
          admin.show(
              client.all(urls.governed("tools") + query, "tools"),
              COLUMNS,
              "No tool is like that.");
        });
    return 0;
  }

  private static String query(String before, String name, @Nullable String value) {
    return value == null ? "" : before + name + "=" + AdminClient.segment(value);
  }

  @Command(description = "Let them be called by whoever has access to them.")
  int approve(
      @Mixin ToolChoice choice,
      @Option(names = "--until", description = "A time, a day, or P30D: then to be reviewed again.")
          @Nullable String until,
      @Option(names = "--reason") @Nullable String reason)
      throws IOException {
    return decide(choice, "APPROVED", until, reason);
  }

  @Command(description = "Let nobody call them.")
  int disable(@Mixin ToolChoice choice, @Option(names = "--reason") @Nullable String reason)
      throws IOException {
    return decide(choice, "DISABLED", null, reason);
  }

  @Command(description = "Let nobody call them until they are approved again.")
  int review(@Mixin ToolChoice choice, @Option(names = "--reason") @Nullable String reason)
      throws IOException {
    return decide(choice, "PENDING_REVIEW", null, reason);
  }

  private int decide(
      ToolChoice choice, String state, @Nullable String until, @Nullable String reason)
      throws IOException {
    admin.run(
        (client, urls) -> {
          List<String> names = choice.of(client.all(urls.governed("tools"), "tools"));
          ObjectNode wish = JsonMapper.shared().createObjectNode().put("state", state);
          Wish.texts(wish, "tools", names);
          Wish.text(wish, "reason", reason);
          Wish.text(wish, "until", until == null ? null : Wish.until(until, Instant.now()));
          JsonNode decided = client.patch(urls.governed("tools"), wish).body();
          admin.done(
              decided,
              "%d %s now %s."
                  .formatted(
                      names.size(),
                      names.size() == 1 ? "tool is" : "tools are",
                      state.toLowerCase(Locale.ROOT).replace('_', ' ')));
        });
    return 0;
  }
}
