package dev.gamelan.local.admin;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "toolsets",
    description = "Named sets of a connection's tools.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ToolsetsAdmin {
  private static final Columns COLUMNS =
      Columns.of("TOOLSET=/name", "READY-MADE=/readyMade", "TITLE=/title", "TOOLS=/tools");

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private AdminCommand admin;

  @Command(description = "List those there are by themselves, and one's own.")
  int list() throws IOException {
    admin.run(
        (client, urls) ->
            admin.show(
                client.all(urls.governed("toolsets"), "toolsets"), COLUMNS, "There are none."));
    return 0;
  }

  @Command(description = "Show one, with all its tools and those of them that are approved.")
  int show(@Parameters(paramLabel = "NAME") String name) throws IOException {
    admin.run(
        (client, urls) -> {
          JsonNode set = client.get(urls.governed("toolsets/" + AdminClient.segment(name))).body();
          if (admin.terminal().json()) {
            admin.terminal().print(set);
            return;
          }
          admin.say("%s: %s".formatted(name, Cell.of(set.path("title"))));
          Set<JsonNode> approved = new LinkedHashSet<>(set.path("approved").valueStream().toList());
          for (JsonNode tool : set.path("tools")) {
            admin.say(
                "  %s%s"
                    .formatted(Cell.of(tool), approved.contains(tool) ? "" : "  (not approved)"));
          }
        });
    return 0;
  }

  @Command(description = "Make one, or change it: what is not said stays as it is.")
  int put(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--title") @Nullable String title,
      @Option(names = "--description") @Nullable String description,
      @Option(names = "--tool", description = "Exactly these.") @Nullable List<String> tools,
      @Option(names = "--add", description = "Also these.") @Nullable List<String> added,
      @Option(names = "--remove", description = "No longer these.") @Nullable List<String> removed)
      throws IOException {
    admin.run(
        (client, urls) -> {
          String url = urls.governed("toolsets/" + AdminClient.segment(name));
          AdminClient.Seen seen = client.find(url).orElse(null);
          JsonNode before = seen == null ? JsonMapper.shared().createObjectNode() : seen.body();
          ObjectNode wish = JsonMapper.shared().createObjectNode();
          Wish.text(wish, "title", title == null ? before.path("title").asString(null) : title);
          Wish.text(
              wish,
              "description",
              description == null ? before.path("description").asString(null) : description);
          Set<String> names = new LinkedHashSet<>();
          if (tools == null) {
            before.path("tools").forEach(tool -> names.add(tool.asString()));
          } else {
            names.addAll(tools);
          }
          names.addAll(added == null ? List.of() : added);
          names.removeAll(Set.copyOf(removed == null ? List.of() : removed));
          Wish.texts(wish, "tools", names);
          admin.done(
              client.send("PUT", url, wish, seen == null ? null : seen.etag()).body(),
              "The toolset %s has %d tools.".formatted(name, names.size()));
        });
    return 0;
  }

  @Command(description = "Delete one of one's own.")
  int delete(@Parameters(paramLabel = "NAME") String name) throws IOException {
    admin.run(
        (client, urls) -> {
          String url = urls.governed("toolsets/" + AdminClient.segment(name));
          client.delete(url, client.get(url));
          admin.done(name, "Deleted the toolset %s.".formatted(name));
        });
    return 0;
  }
}
