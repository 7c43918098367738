package dev.gamelan.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.local.Gamelan;
import dev.gamelan.local.admin.Demonstration;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every command of the terminal, as somebody who is new to it would type it, rightly and wrongly.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerminalSystemTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private static Path folder;

  private Installation installation;
  private Path data;

  @BeforeAll
  void start() throws Exception {
    data = Files.createDirectories(folder.resolve("data"));
    installation = Installation.start(InstallationOptions.in(data), Silent.PROGRESS);
    Demonstration.setUp(installation.gateway());
    written("pair", "a-key\na-secret\n");
    written("other-pair", "b-key\nb-secret\n");
    written("one-line", "a-key\n");
    written("policy.json", "{\"builtIn\": {\"kind\": \"deletes-ask\"}}");
    written("wrong-policy.json", "{\"when\": \"BEFORE\", \"condition\": \"nobody.knows\"}");
    written("no.json", "{\"");
    written("try.json", "{\"tool\": \"gong_list_users\", \"arguments\": {}}");
    written("visibility.json", "{\"mode\": \"AUDIT\"}");
    written("wrong-visibility.json", "{\"mode\": \"PERHAPS\"}");
  }

  private void written(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  @AfterAll
  void stop() {
    if (installation != null) {
      installation.close();
    }
  }

  private record Said(int code, String out, String err) {}

  /** Words are separated by blanks; {@code @} before a file's name stands for its folder. */
  private Said gamelan(String line) {
    List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
    words.replaceAll(
        word -> word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word);
    words.addAll(List.of("--data", data.toString()));
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Gamelan.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words.toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }

  @Test
  void everyCommandDoesWhatItSaysAndTellsProgramsInJson() {
    for (String line :
        List.of(
            "status",
            "tools",
            "tools --as guest",
            "quota",
            "call gong_list_workspaces",
            "audit",
            "access",
            "access --as guest",
            "access request calls-for-guests --because why --as guest",
            "admin tools list",
            "admin tools list --state pending-review",
            "admin tools list --effect delete",
            "admin tools approve gong_get_call_transcripts --until P30D --reason trial",
            "admin tools disable gong_list_trackers --reason unused",
            "admin tools review gong_list_trackers",
            "admin tools approve gong_list_*",
            "admin toolsets list",
            "admin toolsets show calls",
            "admin toolsets put people --title People --tool gong_list_users",
            "admin toolsets put people --add gong_get_call",
            "admin toolsets show people",
            "admin profiles list",
            "admin profiles show staff",
            "admin profiles put lookup --toolset people --person reader --terms timed --lasts-for PT1H",
            "access request lookup",
            "admin requests list",
            "admin requests list --state pending",
            "admin profiles delete lookup",
            "admin toolsets delete people",
            "admin clients list",
            "admin clients put claude --type personal --state closed --note pilot",
            "admin clients show claude",
            "admin clients put claude --state auto --calls-per-day 100",
            "admin clients delete claude",
            "admin stop",
            "admin stop tool gong_list_users --reason misused",
            "admin stop",
            "admin go tool gong_list_users",
            "admin stop client claude",
            "admin go client claude",
            "admin stop connection",
            "admin go connection",
            "admin stop everything",
            "admin go everything",
            "admin policies list",
            "admin policies put deletes @policy.json",
            "admin policies show deletes",
            "admin policies try @try.json",
            "admin policies delete deletes",
            "admin defaults show",
            "admin defaults put --changed-effect keep",
            "admin visibility show",
            "admin visibility put @visibility.json",
            "admin visibility show",
            "admin visibility delete",
            "admin writes list",
            "admin changes",
            "admin changes --documents",
            "admin connections list",
            "admin connections show default",
            "admin connections register acme --base-url https://us-12345.api.gong.io --credentials @pair",
            "admin connections show acme",
            "admin connections credentials acme --credentials @other-pair",
            "admin connections pause acme",
            "admin connections resume acme",
            "admin connections delete acme --yes")) {
      Said said = gamelan(line);
      assertThat(said.code()).as("%s: %s%s", line, said.out(), said.err()).isZero();
      assertThat(said.out()).as(line).isNotBlank().doesNotContain("null", "Exception", "%s");
      assertThat(said.err()).as(line).isEmpty();
    }
    for (String line :
        List.of(
            "status",
            "tools",
            "quota",
            "audit",
            "access",
            "call gong_list_workspaces",
            "admin tools list",
            "admin tools approve gong_list_users",
            "admin toolsets list",
            "admin toolsets show calls",
            "admin toolsets put mine --tool gong_list_users",
            "admin profiles list",
            "admin profiles show staff",
            "admin profiles put mine --toolset mine --everyone",
            "admin profiles delete mine",
            "admin toolsets delete mine",
            "admin requests list",
            "admin clients list",
            "admin clients put cursor --type shared",
            "admin clients delete cursor",
            "admin stop",
            "admin stop connection",
            "admin go connection",
            "admin policies list",
            "admin policies put deletes @policy.json",
            "admin policies try @try.json",
            "admin policies delete deletes",
            "admin defaults show",
            "admin defaults put --changed-effect review",
            "admin visibility show",
            "admin visibility put @visibility.json",
            "admin visibility delete",
            "admin writes list",
            "admin changes",
            "admin connections list",
            "admin connections show default")) {
      Said said = gamelan(line + " --json");
      assertThat(said.code()).as("%s: %s%s", line, said.out(), said.err()).isZero();
      assertThat(JsonMapper.shared().readTree(said.out()).isContainer())
          .as("%s --json: %s", line, said.out())
          .isTrue();
    }
  }

  @Test
  void whatIsTypedWronglyIsAnsweredByASentence() {
    Map<String, String> unclear = new LinkedHashMap<>();
    for (String line :
        List.of(
            "call no_such_tool",
            "call gong_get_call {\"id\":1",
            "call gong_get_call",
            "tools --as nobody",
            "quota --connection nobody",
            "access request nothing",
            "admin tools list --state perhaps",
            "admin tools approve",
            "admin tools approve no_such_tool",
            "admin tools approve gong_list_users --until tomorrow",
            "admin toolsets show nothing",
            "admin toolsets put mine --tool no_such_tool",
            "admin toolsets delete nothing",
            "admin toolsets delete calls",
            "admin profiles show nothing",
            "admin profiles put mine --terms perhaps",
            "admin profiles put mine --toolset nothing",
            "admin profiles put mine --toolset calls --lasts-for long",
            "admin profiles delete nothing",
            "admin requests approve nothing",
            "admin requests list --state perhaps",
            "admin clients show nothing",
            "admin clients put claude --type robot",
            "admin clients delete nothing",
            "admin stop something",
            "admin stop tool",
            "admin go everything",
            "admin policies show nothing",
            "admin policies put wrong @wrong-policy.json",
            "admin policies put wrong @no.json",
            "admin policies put wrong @missing.json",
            "admin policies delete nothing",
            "admin policies try @policy.json",
            "admin defaults put --new-tools perhaps",
            "admin visibility put @wrong-visibility.json",
            "admin visibility put @missing.json",
            "admin writes settle nothing --happened no",
            "admin writes settle nothing --happened perhaps",
            "admin tools list --connection nobody",
            "admin tools approve gong_list_users --as reader",
            "admin connections show nothing",
            "admin connections register Acme --base-url https://us-12345.api.gong.io --credentials @pair",
            "admin connections register acme --base-url https://example.com --credentials @pair",
            "admin connections register acme --base-url https://us-12345.api.gong.io --credentials @one-line",
            "admin connections register acme --base-url https://us-12345.api.gong.io --credentials @missing",
            "admin connections credentials default --credentials @pair",
            "admin connections pause nothing",
            "admin connections connect nothing",
            "admin connections delete default")) {
      Said said = gamelan(line);
      if (said.code() == 0 || !isSentence(said.err().strip())) {
        unclear.put(line, said.err());
      }
    }
    assertThat(unclear).isEmpty();
  }

  /** Of a length to be read, with an end, and nothing that only a programmer understands. */
  private static boolean isSentence(String said) {
    return said.matches("(?s)[A-Za-z'/-].*[.:!\"].*")
        && said.length() >= 15
        && said.length() <= 600
        && Stream.of("Exception", "null", "%s", "\n\tat ").noneMatch(said::contains);
  }
}
