package dev.gamelan.local.admin;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "clients",
    description = "AI clients: what they are, how they age, what they may spend.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ClientsAdmin {
  private static final Columns COLUMNS =
      Columns.of(
          "CLIENT=/id",
          "TYPE=/type",
          "STATE=/state",
          "DECIDED=/decidedState",
          "STOPPED=/stopped",
          "CALLS A DAY=/callsPerDay",
          "LAST SEEN=/lastSeenOn",
          "NOTICE=/notice",
          "NOTE=/note");
  private static final Set<String> DECIDED =
      Set.of("type", "callsPerDay", "hiddenAfter", "closedAfter", "note");

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private AdminCommand admin;

  @Command(description = "List those that were seen, or decided about.")
  int list(
      @Option(names = "--state", description = "active, hidden or closed.") @Nullable String state)
      throws IOException {
    admin.run(
        (client, urls) ->
            admin.show(
                client.all(
                    urls.router("clients")
                        + (state == null ? "" : "?state=" + AdminClient.segment(state)),
                    "clients"),
                COLUMNS,
                "No AI client is on record yet."));
    return 0;
  }

  @Command(description = "Show one.")
  int show(@Parameters(paramLabel = "ID") String id) throws IOException {
    admin.run((client, urls) -> admin.show(client.get(url(urls, id)).body()));
    return 0;
  }

  private static String url(Urls urls, String id) {
    return urls.router("clients/" + AdminClient.segment(id));
  }

  @Command(description = "Decide about one: what is not said stays as it is.")
  int put(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--type", description = "personal, shared, service or ephemeral.")
          @Nullable String type,
      @Option(names = "--state", description = "active, hidden, closed; auto goes by its age.")
          @Nullable String state,
      @Option(names = "--calls-per-day") @Nullable Integer callsPerDay,
      @Option(names = "--hidden-after", description = "Such as P1D.") @Nullable String hiddenAfter,
      @Option(names = "--closed-after", description = "Such as P7D.") @Nullable String closedAfter,
      @Option(names = "--note") @Nullable String note)
      throws IOException {
    admin.run(
        (client, urls) -> {
          AdminClient.Seen seen = client.find(url(urls, id)).orElse(null);
          ObjectNode wish = JsonMapper.shared().createObjectNode();
          if (seen != null) {
            DECIDED.forEach(field -> wish.set(field, seen.body().path(field).deepCopy()));
            wish.set("state", seen.body().path("decidedState").deepCopy());
          }
          wish.properties().removeIf(field -> field.getValue().isMissingNode());
          Wish.text(wish, "type", type);
          Wish.text(wish, "state", state == null ? null : state.toUpperCase(Locale.ROOT));
          if ("auto".equals(state)) {
            wish.putNull("state");
          }
          if (callsPerDay != null) {
            wish.put("callsPerDay", callsPerDay);
          }
          Wish.text(wish, "hiddenAfter", hiddenAfter);
          Wish.text(wish, "closedAfter", closedAfter);
          Wish.text(wish, "note", note);
          admin.done(
              client.send("PUT", url(urls, id), wish, seen == null ? null : seen.etag()).body(),
              "Decided about %s.".formatted(id));
        });
    return 0;
  }

  @Command(description = "Forget one and what was decided about it.")
  int delete(@Parameters(paramLabel = "ID") String id) throws IOException {
    admin.run(
        (client, urls) -> {
          client.delete(url(urls, id), client.get(url(urls, id)));
          admin.say("Forgot %s.".formatted(id));
        });
    return 0;
  }
}
