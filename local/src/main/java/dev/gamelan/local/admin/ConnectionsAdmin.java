package dev.gamelan.local.admin;

import java.io.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "connections",
    description = "Companies' Gong accounts: where they are, how they prove themselves.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ConnectionsAdmin {
  private static final Columns LISTED =
      Columns.of(
          "NAME=/name",
          "STANDING=/standing",
          "VERIFIED=/verified",
          "CREDENTIALS=/credentials",
          "EXPIRE=/credentialsExpireAt",
          "BASE URL=/baseUrl",
          "PROBLEM=/problem");
  private static final Columns FOUND =
      Columns.of("ABOUT=/about", "VERDICT=/verdict", "WHAT IT MEANS=/sentence");
  private static final Duration UNTIL_CHECKED = Duration.ofMinutes(2);
  private static final Duration UNTIL_ROTATED = Duration.ofMinutes(5);

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private AdminCommand admin;

  @Command(description = "List them.")
  int list() throws IOException {
    admin.run(
        (client, urls) -> {
          admin.show(
              client.all(urls.connections(), "connections"),
              LISTED,
              "There are no connections. Register one: ./gamelan admin connections register NAME");
          JsonNode besides = client.get(urls.connections()).body().path("allowedBesides");
          if (!besides.isEmpty() && !admin.terminal().json()) {
            admin.say(
                "Beside Gong's own hosts, these are allowed by the start-up configuration: "
                    + Cell.of(besides));
          }
        });
    return 0;
  }

  @Command(description = "Show one.")
  int show(@Parameters(paramLabel = "NAME") String name) throws IOException {
    admin.run((client, urls) -> admin.show(client.get(urls.connection(name)).body()));
    return 0;
  }

  @Command(
      description = {
        "Register one. Its access key and secret are asked for, unless a file has them",
        "in two lines, the key first."
      })
  int register(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--base-url", required = true, paramLabel = "URL") String baseUrl,
      @Option(names = "--title") @Nullable String title,
      @Option(names = "--tag") @Nullable List<String> tags,
      @Option(names = "--administrator", paramLabel = "CALLER") @Nullable List<String> people,
      @Option(names = "--credentials", paramLabel = "FILE", description = "- is standard input.")
          @Nullable String credentials,
      @Option(names = "--without-credentials") boolean without,
      @Option(names = "--expires-at", paramLabel = "TIME") @Nullable String expiresAt)
      throws IOException {
    ObjectNode wish = JsonMapper.shared().createObjectNode();
    wish.put("name", name).put("baseUrl", baseUrl);
    Wish.text(wish, "title", title);
    Wish.texts(wish, "tags", tags);
    Wish.texts(wish, "administrators", people);
    if (!without) {
      wish.set("credentials", pair(credentials, expiresAt));
    }
    admin.run(
        (client, urls) ->
            admin.done(
                client.post(urls.connections(), wish).body(),
                "Registered %s. Next: ./gamelan admin connections check %s".formatted(name, name)));
    return 0;
  }

  @Command(
      description = {
        "Load a key pair: it is tried, switched to, and the old one kept until its last",
        "request has ended."
      })
  int credentials(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--credentials", paramLabel = "FILE", description = "- is standard input.")
          @Nullable String credentials,
      @Option(names = "--expires-at", paramLabel = "TIME") @Nullable String expiresAt)
      throws IOException {
    admin.run(
        (client, urls) ->
            admin.done(
                load(client, urls, name, pair(credentials, expiresAt)),
                "Loaded. ./gamelan admin connections show %s tells how it goes on."
                    .formatted(name)));
    return 0;
  }

  private static JsonNode load(AdminClient client, Urls urls, String name, ObjectNode pair)
      throws IOException {
    String url = urls.connection(name);
    return client.send("PUT", url + "/credentials", pair, client.get(url).etag()).body();
  }

  private static ObjectNode pair(@Nullable String file, @Nullable String expiresAt)
      throws IOException {
    Secret secret =
        file == null ? Secret.ask("Access key", "Access key secret") : Secret.read(file);
    ObjectNode pair =
        JsonMapper.shared()
            .createObjectNode()
            .put("accessKey", secret.name())
            .put("accessKeySecret", secret.value());
    Wish.text(pair, "expiresAt", expiresAt);
    return pair;
  }

  @Command(description = "Ask Gong whether the credentials work; costs a unit of quota or more.")
  int check(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--scopes", description = "Also what they may do, a unit for each.")
          boolean scopes)
      throws IOException {
    int[] exit = {0};
    admin.run(
        (client, urls) -> {
          ObjectNode wish = JsonMapper.shared().createObjectNode().put("scopes", scopes);
          AdminClient.Seen begun = client.post(urls.connection(name) + "/check", wish);
          JsonNode found = begun.body();
          long giveUp = System.nanoTime() + UNTIL_CHECKED.toNanos();
          while (!found.path("finished").asBoolean(false) && System.nanoTime() < giveUp) {
            pause();
            String id = found.path("id").asString();
            found = client.get(urls.connection(name) + "/checks/" + AdminClient.segment(id)).body();
          }
          exit[0] = found.path("verified").asBoolean(false) ? 0 : 1;
          if (admin.terminal().json()) {
            admin.terminal().print(found);
            return;
          }
          admin.show(found.path("findings").valueStream().toList(), FOUND, "Nothing was found.");
          admin.say(
              "%s is %s; this cost %s of today's requests."
                  .formatted(
                      name,
                      exit[0] == 0 ? "verified" : "not verified",
                      found.path("quotaUnits").asString("0")));
        });
    return exit[0];
  }

  @Command(
      description = {
        "Exchange the key pair without a failed call: the new one is loaded, tried and",
        "switched to. Where Gong wants the old one revoked first, calls wait meanwhile."
      })
  int rotate(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--credentials", paramLabel = "FILE", description = "- is standard input.")
          @Nullable String credentials,
      @Option(names = "--expires-at", paramLabel = "TIME") @Nullable String expiresAt,
      @Option(
              names = "--revoke-first",
              description = "Pause first, so that the old pair can be revoked at Gong.")
          boolean revokeFirst,
      @Option(names = "--lasts", paramLabel = "DURATION", description = "How long to wait, PT15M.")
          @Nullable String lasts,
      @Option(names = "--abandon", description = "Go on with the old pair.") boolean abandon)
      throws IOException {
    int[] exit = {0};
    admin.run(
        (client, urls) -> {
          String url = urls.connection(name);
          if (abandon) {
            admin.done(
                client.send("DELETE", url + "/rotation", null, client.get(url).etag()).body(),
                "Abandoned: %s goes on with what it had.".formatted(name));
            return;
          }
          if (revokeFirst) {
            ObjectNode wish = JsonMapper.shared().createObjectNode();
            Wish.text(wish, "lasts", lasts);
            client.post(url + "/rotation", wish);
            admin.say("Calls wait. Revoke the old pair at Gong now and make a new one.");
            admin.terminal().out().flush();
          }
          load(client, urls, name, pair(credentials, expiresAt));
          JsonNode now = client.get(url).body();
          long giveUp = System.nanoTime() + UNTIL_ROTATED.toNanos();
          while (goesOn(now) && System.nanoTime() < giveUp) {
            pause();
            now = client.get(url).body();
          }
          exit[0] = now.path("rotation").isNull() ? 0 : 1;
          admin.done(
              now,
              exit[0] == 0
                  ? "Rotated: %s goes by the new pair, and the old one is forgotten."
                      .formatted(name)
                  : "Not rotated (%s). %s"
                      .formatted(
                          now.at("/rotation/step").asString(),
                          Cell.of(now.at("/rotation/problem"))));
        });
    return exit[0];
  }

  private static boolean goesOn(JsonNode connection) {
    String step = connection.at("/rotation/step").asString("");
    return !step.isEmpty() && !step.equals("refused");
  }

  @Command(description = "Send nothing to Gong until it is resumed; calls are refused meanwhile.")
  int pause(@Parameters(paramLabel = "NAME") String name) throws IOException {
    return stand(name, "pause", "Paused %s.");
  }

  @Command(description = "Go on after a pause.")
  int resume(@Parameters(paramLabel = "NAME") String name) throws IOException {
    return stand(name, "resume", "Resumed %s.");
  }

  private int stand(String name, String verb, String sentence) throws IOException {
    admin.run(
        (client, urls) ->
            admin.done(
                client.post(urls.connection(name) + "/" + verb, null).body(),
                sentence.formatted(name)));
    return 0;
  }

  @Command(description = "Delete it with its credentials; what it did stays in the trail.")
  int delete(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--yes", description = "Do not ask again.") boolean sure)
      throws IOException {
    if (!sure) {
      Console console = System.console();
      String typed = console == null ? null : console.readLine("Type %s to delete it: ", name);
      if (!name.equals(typed)) {
        throw new IOException("Nothing was deleted. To delete without being asked: --yes");
      }
    }
    admin.run(
        (client, urls) -> {
          client.delete(urls.connection(name), client.get(urls.connection(name)));
          admin.done(name, "Deleted %s.".formatted(name));
        });
    return 0;
  }

  @Command(
      description = {
        "Connect by OAuth: prints where an administrator of Gong consents with a browser.",
        "A new app's client id and secret come from a file of two lines."
      })
  int connect(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--app", paramLabel = "FILE", description = "- is standard input.")
          @Nullable String app,
      @Option(names = "--scope", description = "Such as api:calls:read:basic.")
          @Nullable List<String> scopes)
      throws IOException {
    ObjectNode wish = JsonMapper.shared().createObjectNode();
    if (app != null) {
      Secret secret = Secret.read(app);
      wish.put("clientId", secret.name()).put("clientSecret", secret.value());
    }
    Wish.texts(wish, "scopes", scopes);
    admin.run(
        (client, urls) -> {
          JsonNode asked = client.post(urls.connection(name) + "/oauth/authorize", wish).body();
          admin.done(
              asked,
              "Open this as an administrator of Gong, until %s:%n%s"
                  .formatted(
                      Cell.of(asked.path("expiresAt")),
                      Cell.plain(asked.path("authorizeUrl").asString())));
        });
    return 0;
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(300);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", interrupted);
    }
  }
}
