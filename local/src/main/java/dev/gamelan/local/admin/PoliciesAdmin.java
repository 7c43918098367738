package dev.gamelan.local.admin;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;

@Command(
    name = "policies",
    description = "Rules that are asked before and after calls.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class PoliciesAdmin {
  private static final Columns COLUMNS =
      Columns.of(
          "POLICY=/name",
          "WHEN=/when",
          "PRIORITY=/priority",
          "MODE=/mode",
          "CONDITION=/condition",
          "ACTION=/action");

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private AdminCommand admin;

  @Option(
      names = "--installation",
      scope = ScopeType.INHERIT,
      description = "Those that hold for all connections.")
  private boolean installation;

  @Command(description = "List them.")
  int list() throws IOException {
    admin.run((client, urls) -> admin.show(client.all(all(urls), "policies"), COLUMNS, "None."));
    return 0;
  }

  @Command(description = "Show one.")
  int show(@Parameters(paramLabel = "NAME") String name) throws IOException {
    admin.run((client, urls) -> admin.show(client.get(url(urls, name)).body()));
    return 0;
  }

  private String all(Urls urls) {
    return installation ? urls.router("policies") : urls.governed("policies");
  }

  private String url(Urls urls, String name) {
    return all(urls) + "/" + AdminClient.segment(name);
  }

  @Command(description = "Make one, or replace it, by a JSON document.")
  int put(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "FILE", description = "- is standard input.") String file)
      throws IOException {
    admin.run(
        (client, urls) ->
            admin.done(
                client.put(url(urls, name), Wish.document(file)).body(),
                "The policy %s is in force.".formatted(name)));
    return 0;
  }

  @Command(description = "Delete one.")
  int delete(@Parameters(paramLabel = "NAME") String name) throws IOException {
    admin.run(
        (client, urls) -> {
          client.delete(url(urls, name), client.get(url(urls, name)));
          admin.say("Deleted the policy %s.".formatted(name));
        });
    return 0;
  }

  @Command(
      name = "try",
      description = "Tell what a policy would say of a call; nothing is called or kept.")
  int attempt(
      @Parameters(
              paramLabel = "FILE",
              description = "JSON: the policy and the call; - is standard input.")
          String file)
      throws IOException {
    admin.run(
        (client, urls) ->
            admin.show(client.post(urls.governed("policies/try"), Wish.document(file)).body()));
    return 0;
  }
}
