package dev.gamelan.local.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(
    name = "changes",
    description = "Who changed what is governed, and connections; newest first.",
    mixinStandardHelpOptions = true)
final class ChangesCommand implements Callable<Integer> {
  private static final List<String> KINDS =
      List.of("GOVERNANCE_CHANGED", "CONNECTION_CHANGED", "ADMINISTRATION_REFUSED");
  private static final Columns COLUMNS =
      Columns.of("AT=/at", "BY=/caller", "WHAT=/subject", "OUTCOME=/outcome", "REASON=/reason");
  private static final Columns WITH_DOCUMENTS =
      Columns.of(
          "AT=/at",
          "BY=/caller",
          "WHAT=/subject",
          "OUTCOME=/outcome",
          "BEFORE=/before",
          "AFTER=/after");

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private AdminCommand admin;

  @Option(names = "--of", paramLabel = "SUBJECT", description = "'tool default/gong_list_calls'.")
  private @Nullable String subject;

  @Option(names = "--by", paramLabel = "CALLER", description = "Only this caller's.")
  private @Nullable String by;

  @Option(names = "--documents", description = "Also what it was before and after.")
  private boolean documents;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() throws IOException {
    admin.run(
        (client, urls) -> {
          List<JsonNode> changes = new ArrayList<>();
          for (String kind : KINDS) {
            String query = "kind=%s&limit=%d".formatted(kind, limit);
            query += filter("subject", subject) + filter("caller", by);
            client.get(urls.trail(query)).body().path("events").forEach(changes::add);
          }
          changes.sort(
              Comparator.comparing((JsonNode change) -> change.path("at").asString()).reversed());
          admin.show(
              changes.stream().limit(limit).toList(),
              documents ? WITH_DOCUMENTS : COLUMNS,
              "Nothing was changed.");
        });
    return 0;
  }

  private static String filter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + AdminClient.segment(value);
  }
}
