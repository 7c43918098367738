package dev.gamelan.local.admin;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "defaults",
    description = "What holds where nothing else is said.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class DefaultsAdmin {
  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private AdminCommand admin;

  @Command(description = "Show what holds for the connection.")
  int show() throws IOException {
    admin.run(
        (client, urls) -> {
          JsonNode view = client.get(urls.governed("defaults")).body();
          admin.show(admin.terminal().json() ? view : view.path("effective"));
        });
    return 0;
  }

  @Command(description = "Say what holds for the connection; what is not said stays as it is.")
  int put(
      @Option(names = "--new-tools", description = "pending-review or approved.")
          @Nullable String newTools,
      @Option(names = "--without-profile", description = "nothing or approved-tools.")
          @Nullable String withoutProfile,
      @Option(names = "--changed-effect", description = "review or keep.")
          @Nullable String changedEffect)
      throws IOException {
    admin.run(
        (client, urls) -> {
          AdminClient.Seen seen = client.get(urls.governed("defaults"));
          ObjectNode wish =
              seen.body().path("said") instanceof ObjectNode said
                  ? said.deepCopy()
                  : JsonMapper.shared().createObjectNode();
          Wish.text(wish, "newTools", constant(newTools));
          Wish.text(wish, "withoutProfile", constant(withoutProfile));
          Wish.text(wish, "changedEffect", constant(changedEffect));
          admin.done(
              client.send("PUT", urls.governed("defaults"), wish, seen.etag()).body(),
              "The defaults of %s are in force.".formatted(urls.connection()));
        });
    return 0;
  }

  private static @Nullable String constant(@Nullable String word) {
    return word == null ? null : word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
