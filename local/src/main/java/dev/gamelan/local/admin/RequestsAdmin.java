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
    name = "requests",
    description = "What people ask access to, and what was decided.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class RequestsAdmin {
  static final Columns COLUMNS =
      Columns.of(
          "ID=/id",
          "WHO=/caller",
          "PROFILE=/profile",
          "STATE=/state",
          "ASKED AT=/askedAt",
          "BECAUSE=/justification",
          "BY=/decidedBy",
          "NOTE=/note",
          "UNTIL=/until");

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private AdminCommand admin;

  @Command(description = "List them; the pending ones with --state pending.")
  int list(@Option(names = "--state") @Nullable String state) throws IOException {
    admin.run(
        (client, urls) ->
            admin.show(
                client.all(
                    urls.governed("requests")
                        + (state == null ? "" : "?state=" + AdminClient.segment(state)),
                    "requests"),
                COLUMNS,
                "Nobody asks for anything."));
    return 0;
  }

  @Command(description = "Grant one.")
  int approve(
      @Parameters(paramLabel = "ID") String id, @Option(names = "--note") @Nullable String note)
      throws IOException {
    return decide(id, "approve", note, "Granted.");
  }

  @Command(description = "Refuse one.")
  int deny(
      @Parameters(paramLabel = "ID") String id, @Option(names = "--note") @Nullable String note)
      throws IOException {
    return decide(id, "deny", note, "Denied.");
  }

  @Command(description = "Take granted access back: the next call is refused.")
  int revoke(
      @Parameters(paramLabel = "ID") String id, @Option(names = "--note") @Nullable String note)
      throws IOException {
    return decide(id, "revoke", note, "Revoked: the next call is refused.");
  }

  private int decide(String id, String deed, @Nullable String note, String sentence)
      throws IOException {
    admin.run(
        (client, urls) -> {
          ObjectNode wish = JsonMapper.shared().createObjectNode();
          Wish.text(wish, "note", note);
          String url = urls.governed("requests/" + AdminClient.segment(id));
          admin.done(
              client.send("POST", url + "/" + deed, wish, client.get(url).etag()).body(), sentence);
        });
    return 0;
  }
}
