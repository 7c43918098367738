package dev.gamelan.local.admin;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "visibility",
    description = "Whose calls people may see of a connection.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class VisibilityAdmin {
  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private AdminCommand admin;

  @Command(description = "Show what is said, and how the last reading at Gong went.")
  int show() throws IOException {
    admin.run((client, urls) -> admin.show(client.get(url(urls)).body()));
    return 0;
  }

  private static String url(Urls urls) {
    return urls.governed("visibility");
  }

  @Command(description = "Say it, by a JSON document.")
  int put(@Parameters(paramLabel = "FILE", description = "- is standard input.") String file)
      throws IOException {
    admin.run(
        (client, urls) -> {
          String etag = client.get(url(urls)).etag();
          admin.done(
              client.send("PUT", url(urls), Wish.document(file), etag).body(),
              "The visibility of %s is in force.".formatted(urls.connection()));
        });
    return 0;
  }

  @Command(description = "Take it back: nothing is filtered any more.")
  int delete() throws IOException {
    admin.run(
        (client, urls) -> {
          client.delete(url(urls), client.get(url(urls)));
          admin.say("Nothing is filtered any more at %s.".formatted(urls.connection()));
        });
    return 0;
  }
}
