package dev.gamelan.local.admin;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "writes",
    description = "Writes that nobody knows the outcome of.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class WritesAdmin {
  private static final Columns COLUMNS =
      Columns.of(
          "ID=/callId",
          "CONNECTION=/connection",
          "WHO=/caller",
          "OPERATION=/operation",
          "SENT AT=/intendedAt",
          "GONG'S ID=/gongRequestId",
          "ASKED=/verifications",
          "WHY=/detail");

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private AdminCommand admin;

  @Command(description = "List them, of all connections or of one with --of.")
  int list(@Option(names = "--of", paramLabel = "CONNECTION") @Nullable String connection)
      throws IOException {
    admin.run(
        (client, urls) ->
            admin.show(
                client.all(
                    urls.writes()
                        + (connection == null
                            ? ""
                            : "?connection=" + AdminClient.segment(connection)),
                    "writes"),
                COLUMNS,
                "The outcome of every write is known."));
    return 0;
  }

  @Command(description = "Say, after a look at Gong, whether one has happened.")
  int settle(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--happened", required = true, paramLabel = "yes|no") String happened,
      @Option(names = "--note") @Nullable String note)
      throws IOException {
    if (!happened.equals("yes") && !happened.equals("no")) {
      throw new IOException("--happened is yes or no.");
    }
    ObjectNode wish = JsonMapper.shared().createObjectNode();
    wish.put("happened", happened.equals("yes"));
    Wish.text(wish, "note", note);
    admin.run(
        (client, urls) ->
            admin.done(
                client
                    .post(urls.writes() + "/" + AdminClient.segment(id) + "/settlement", wish)
                    .body(),
                "Settled: it %s."
                    .formatted(happened.equals("yes") ? "happened" : "never happened")));
    return 0;
  }
}
