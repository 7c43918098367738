package dev.gamelan.local.admin;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
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
    name = "profiles",
    description = "Access profiles: who may use which toolsets, and on which terms.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ProfilesAdmin {
  private static final Columns COLUMNS =
      Columns.of(
          "PROFILE=/name",
          "TERMS=/profile/terms",
          "LASTS FOR=/profile/lastsFor",
          "EVERYONE=/profile/everyone",
          "PEOPLE=/profile/people",
          "GROUPS=/profile/groups",
          "TOOLSETS=/profile/toolsets");

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private AdminCommand admin;

  @Command(description = "List them.")
  int list() throws IOException {
    admin.run(
        (client, urls) ->
            admin.show(
                client.all(urls.governed("profiles"), "profiles"),
                COLUMNS,
                "There are none. Make one: ./gamelan admin profiles put NAME --toolset read-only"
                    + " --everyone"));
    return 0;
  }

  @Command(description = "Show one.")
  int show(@Parameters(paramLabel = "NAME") String name) throws IOException {
    admin.run((client, urls) -> admin.show(client.get(url(urls, name)).body().path("profile")));
    return 0;
  }

  private static String url(Urls urls, String name) {
    return urls.governed("profiles/" + AdminClient.segment(name));
  }

  @Command(description = "Make one, or change it: what is not said stays as it is.")
  int put(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--title") @Nullable String title,
      @Option(names = "--toolset") @Nullable List<String> toolsets,
      @Option(names = "--person", description = "A caller's name.") @Nullable List<String> people,
      @Option(names = "--group") @Nullable List<String> groups,
      @Option(names = "--everyone", negatable = true) @Nullable Boolean everyone,
      @Option(names = "--terms", description = "automatic, timed or on-request.")
          @Nullable String terms,
      @Option(names = "--lasts-for", description = "Such as PT8H.") @Nullable String lastsFor,
      @Option(names = "--approver", description = "A caller's name.")
          @Nullable List<String> approvers,
      @Option(names = "--approver-group") @Nullable List<String> approverGroups,
      @Option(names = "--justification", negatable = true) @Nullable Boolean justification)
      throws IOException {
    admin.run(
        (client, urls) -> {
          AdminClient.Seen seen = client.find(url(urls, name)).orElse(null);
          ObjectNode wish =
              seen != null && seen.body().path("profile") instanceof ObjectNode before
                  ? before.deepCopy()
                  : JsonMapper.shared().createObjectNode();
          Wish.text(wish, "title", title);
          Wish.texts(wish, "toolsets", toolsets);
          Wish.texts(wish, "people", people);
          Wish.texts(wish, "groups", groups);
          Wish.text(
              wish,
              "terms",
              terms == null ? null : terms.toUpperCase(Locale.ROOT).replace('-', '_'));
          Wish.text(wish, "lastsFor", lastsFor);
          if (everyone != null) {
            wish.put("everyone", everyone);
          }
          if (justification != null) {
            wish.put("justification", justification);
          }
          if (approvers != null || approverGroups != null) {
            ObjectNode who = wish.withObject("/approvers");
            Wish.texts(who, "people", approvers);
            Wish.texts(who, "groups", approverGroups);
          }
          if (!wish.has("toolsets")) {
            Wish.texts(wish, "toolsets", Set.of());
          }
          JsonNode now =
              client.send("PUT", url(urls, name), wish, seen == null ? null : seen.etag()).body();
          admin.done(now, "The profile %s is in force.".formatted(name));
        });
    return 0;
  }

  @Command(description = "Delete one: whoever had access by it has none any more.")
  int delete(@Parameters(paramLabel = "NAME") String name) throws IOException {
    admin.run(
        (client, urls) -> {
          client.delete(url(urls, name), client.get(url(urls, name)));
          admin.done(name, "Deleted the profile %s.".formatted(name));
        });
    return 0;
  }
}
