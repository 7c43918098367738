package dev.gamelan.local.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.local.gateway.GatewayFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class AdminCommandTest {
  private static final String TOOLS = "/v1/connections/default/tools";

  @TempDir private Path folder;
  private final List<String> asked = new ArrayList<>();
  private final Map<String, Said> answers = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private HttpServer services;

  private record Said(int status, String body, String etag) {}

  @BeforeEach
  void start() throws IOException {
    services = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    services.createContext("/", this::answer);
    services.start();
    String url = "http://127.0.0.1:" + services.getAddress().getPort();
    new GatewayFile(folder)
        .write(
            new Gateway(
                ProcessHandle.current().pid(),
                url + "/mcp",
                url,
                "the-admin",
                List.of(new Gateway.User("reader", "the-reader", List.of("read"))),
                "",
                null,
                "",
                Map.of(
                    "gong-caller", new Gateway.Running(1, url),
                    "audit", new Gateway.Running(1, url))));
  }

  @AfterEach
  void stop() {
    services.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String tag = exchange.getRequestHeaders().getFirst("If-Match");
    asked.add(
        Stream.of(what, tag == null ? "" : "If-Match " + tag, body)
            .filter(part -> !part.isEmpty())
            .reduce((a, b) -> a + " | " + b)
            .orElse(""));
    Said said =
        exchange.getRequestHeaders().getFirst("Authorization").equals("Bearer the-admin")
            ? answers.getOrDefault(what, new Said(404, "", ""))
            : new Said(403, "{\"detail\":\"This is for the roles admin and governance.\"}", "");
    if (!said.etag().isEmpty()) {
      exchange.getResponseHeaders().set("ETag", said.etag());
    }
    byte[] bytes = said.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void when(String what, int status, String body, String etag) {
    answers.put(what, new Said(status, body, etag));
  }

  private int run(Object command, String... arguments) {
    var line = new CommandLine(command);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(out));
    line.setExecutionExceptionHandler(
        (problem, failed, parsed) -> {
          failed.getErr().println(problem.getMessage());
          failed.getErr().flush();
          return 1;
        });
    return line.execute(
        Stream.concat(Stream.of(arguments), Stream.of("--data", folder.toString()))
            .toArray(String[]::new));
  }

  private int admin(String... arguments) {
    return run(new AdminCommand(), arguments);
  }

  @Test
  void listsToolsOfAllPagesInATable() {
    when(
        "GET " + TOOLS + "?limit=100",
        200,
        """
        {"tools":[{"name":"gong_list_calls","effect":"READ","state":"APPROVED","by":"ada","lastUsed":"2026-05-10T08:00:00Z"}],"nextCursor":"bg=="}
        """,
        "");
    when(
        "GET " + TOOLS + "?limit=100&cursor=bg%3D%3D",
        200,
        """
        {"tools":[{"name":"gong_x","effect":"WRITE","state":"PENDING_REVIEW"}],"nextCursor":null}
        """,
        "");

    assertThat(admin("tools", "list")).isZero();
    assertThat(out.toString().lines().map(String::stripTrailing))
        .containsExactly(
            "TOOL             EFFECT  STATE           UNTIL  LAST USED             BY   REASON "
                + " BECAUSE",
            "gong_list_calls  READ    APPROVED               2026-05-10T08:00:00Z  ada",
            "gong_x           WRITE   PENDING_REVIEW");
  }

  @Test
  void printsJsonForScripts() {
    when("GET " + TOOLS + "?state=approved&limit=100", 200, "{\"tools\":[{\"name\":\"a\"}]}", "");
    assertThat(admin("tools", "list", "--state", "approved", "--json")).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()))
        .isEqualTo(JsonMapper.shared().readTree("[{\"name\":\"a\"}]"));
  }

  @Test
  void approvesThoseThatArePickedTogether() {
    when(
        "GET " + TOOLS + "?limit=100",
        200,
        """
        {"tools":[{"name":"a","effect":"READ","state":"PENDING_REVIEW"},
                  {"name":"b","effect":"WRITE","state":"PENDING_REVIEW"}]}
        """,
        "");
    when("PATCH " + TOOLS, 200, "{\"tools\":[]}", "");

    assertThat(
            admin(
                "tools",
                "approve",
                "--effect",
                "read",
                "--reason",
                "safe",
                "--until",
                "2027-01-31"))
        .isZero();
    assertThat(asked.getLast())
        .isEqualTo(
            "PATCH "
                + TOOLS
                + " | {\"state\":\"APPROVED\",\"tools\":[\"a\"],\"reason\":\"safe\",\"until\":\"2027-01-31T00:00:00Z\"}");
    assertThat(out.toString().strip()).isEqualTo("1 tool is now approved.");
  }

  @Test
  void changesOnlyWhatItHasSeen() {
    String set = "/v1/connections/default/toolsets/sales";
    when(
        "GET " + set,
        200,
        """
        {"name":"sales","title":"Sales","readyMade":false,"tools":["a"],"approved":[],"version":3}
        """,
        "\"3\"");
    when("PUT " + set, 200, "{}", "\"4\"");
    assertThat(admin("toolsets", "put", "sales", "--add", "b")).isZero();
    assertThat(asked.getLast())
        .isEqualTo(
            "PUT " + set + " | If-Match \"3\" | {\"title\":\"Sales\",\"tools\":[\"a\",\"b\"]}");
  }

  @Test
  void writesPoliciesOfAConnectionAndOfTheInstallation() throws IOException {
    Path file = Files.writeString(folder.resolve("policy.json"), "{\"action\":\"ALLOW\"}");
    for (String policy : List.of("/v1/policies/later", "/v1/connections/default/policies/later")) {
      when("PUT " + policy, 201, "{\"name\":\"later\"}", "\"1\"");
    }

    assertThat(admin("policies", "--installation", "put", "later", file.toString())).isZero();
    assertThat(asked.getLast()).isEqualTo("PUT /v1/policies/later | {\"action\":\"ALLOW\"}");
    assertThat(admin("policies", "put", "later", file.toString())).isZero();
    assertThat(asked.getLast())
        .isEqualTo("PUT /v1/connections/default/policies/later | {\"action\":\"ALLOW\"}");
  }

  @Test
  void saysWhoseCallsPeopleSeeByTheVersionThatWasSeen() throws IOException {
    Path file = Files.writeString(folder.resolve("visibility.json"), "{\"mode\":\"AUDIT\"}");
    String visibility = "/v1/connections/default/visibility";
    when("GET " + visibility, 200, "{\"settings\":{\"mode\":\"OFF\"},\"version\":0}", "\"0\"");
    when("PUT " + visibility, 201, "{}", "\"1\"");

    assertThat(admin("visibility", "put", file.toString())).isZero();
    assertThat(asked.getLast())
        .isEqualTo("PUT " + visibility + " | If-Match \"0\" | {\"mode\":\"AUDIT\"}");
  }

  @Test
  void saysThatSomebodyElseWasFaster() {
    String profile = "/v1/connections/default/profiles/p";
    when("GET " + profile, 200, "{\"name\":\"p\",\"profile\":{},\"version\":3}", "\"3\"");
    when("DELETE " + profile, 412, "{\"detail\":\"It has changed.\"}", "");
    assertThat(admin("profiles", "delete", "p")).isEqualTo(1);
    assertThat(asked.getLast()).isEqualTo("DELETE " + profile + " | If-Match \"3\"");
    assertThat(out.toString())
        .startsWith("Somebody else changed it meanwhile, so nothing was done.");
  }

  @Test
  void passesOnWhatTheServiceSays() {
    assertThat(admin("tools", "list", "--as", "reader")).isEqualTo(1);
    assertThat(out.toString().strip()).isEqualTo("This is for the roles admin and governance.");
  }

  @Test
  void takesSecretsFromAFileAndShowsThemNowhere() throws IOException {
    Path file = Files.writeString(folder.resolve("pair"), "key\ns3cr3t\n");
    when("POST /v1/connections", 201, "{\"name\":\"acme\"}", "\"1\"");
    assertThat(
            admin(
                "connections",
                "register",
                "acme",
                "--base-url",
                "https://us-1.api.gong.io",
                "--credentials",
                file.toString()))
        .isZero();
    assertThat(asked.getLast())
        .endsWith("\"credentials\":{\"accessKey\":\"key\",\"accessKeySecret\":\"s3cr3t\"}}");
    assertThat(out.toString()).contains("Registered acme").doesNotContain("s3cr3t");
  }

  @Test
  void takesNoSecretFromAnArgument() {
    Stream.of("register", "credentials", "rotate", "connect")
        .map(name -> command("connections", name))
        .flatMap(spec -> spec.options().stream())
        .forEach(
            option ->
                assertThat(option.longestName())
                    .doesNotContainIgnoringCase("secret")
                    .doesNotContainIgnoringCase("password"));
  }

  private static CommandLine.Model.CommandSpec command(String group, String name) {
    CommandLine groups = new CommandLine(new AdminCommand());
    CommandLine commands = Objects.requireNonNull(groups.getSubcommands().get(group));
    return Objects.requireNonNull(commands.getSubcommands().get(name)).getCommandSpec();
  }

  @Test
  void listsAndSettlesWritesOfUnknownOutcome() {
    when(
        "GET /v1/unsettled-writes?connection=acme&limit=100",
        200,
        """
        {"writes":[{"callId":"w-1","connection":"acme","caller":"ann","operation":"POST /v2/meetings",
          "detail":"The connection broke."}],"nextCursor":null}
        """,
        "");
    assertThat(admin("writes", "list", "--of", "acme")).isZero();
    assertThat(out.toString()).contains("w-1", "POST /v2/meetings", "The connection broke.");

    when("POST /v1/unsettled-writes/w-1/settlement", 200, "{}", "");
    assertThat(admin("writes", "settle", "w-1", "--happened", "no", "--note", "looked")).isZero();
    assertThat(asked.getLast())
        .isEqualTo(
            "POST /v1/unsettled-writes/w-1/settlement | {\"happened\":false,\"note\":\"looked\"}");
    assertThat(out.toString()).contains("Settled: it never happened.");

    int before = asked.size();
    assertThat(admin("writes", "settle", "w-1", "--happened", "perhaps")).isEqualTo(1);
    assertThat(asked).hasSize(before);
  }

  @Test
  void waitsUntilACheckHasEndedAndTellsByItsExit() {
    when("POST /v1/connections/acme/check", 202, "{\"id\":\"7\",\"finished\":false}", "");
    when(
        "GET /v1/connections/acme/checks/7",
        200,
        """
        {"id":"7","finished":true,"verified":false,"quotaUnits":1,"findings":[
          {"about":"connection","verdict":"REJECTED","sentence":"Gong does not know this key."}]}
        """,
        "");
    assertThat(admin("connections", "check", "acme")).isEqualTo(1);
    assertThat(out.toString())
        .contains("connection  REJECTED  Gong does not know this key.")
        .contains("acme is not verified; this cost 1 of today's requests.");
  }

  @Test
  void stopsAndLetsGoOn() {
    String tool = "/v1/kill-switches/connections/default/tools/gong_delete_meeting";
    when("PUT " + tool, 200, "{}", "\"1\"");
    when("GET " + tool, 200, "{}", "\"1\"");
    when("DELETE " + tool, 204, "", "");
    assertThat(admin("stop", "tool", "gong_delete_meeting", "--reason", "misused")).isZero();
    assertThat(admin("go", "tool", "gong_delete_meeting")).isZero();
    assertThat(asked)
        .containsExactly(
            "PUT " + tool + " | {\"reason\":\"misused\"}",
            "GET " + tool,
            "DELETE " + tool + " | If-Match \"1\"");
    assertThat(out.toString())
        .contains(
            "The tool gong_delete_meeting is stopped.", "The tool gong_delete_meeting goes on.");
  }

  @Test
  void saysWhatCanBeStopped() {
    assertThat(admin("stop", "tools")).isEqualTo(1);
    assertThat(admin("stop", "tool")).isEqualTo(1);
    assertThat(out.toString())
        .contains("Say what: everything, connection NAME, tool NAME or client ID.")
        .contains("Say which tool: ./gamelan admin stop tool NAME");
    assertThat(asked).isEmpty();
  }

  @Test
  void asksForAccessInTheUsersName() {
    assertThat(run(new AccessCommand(), "request", "sales", "--because", "a deal")).isEqualTo(1);
    assertThat(asked.getLast())
        .isEqualTo(
            "POST /v1/connections/default/requests | {\"profile\":\"sales\",\"justification\":\"a"
                + " deal\"}");
  }

  @Test
  void showsChangesOfAllKindsNewestFirst() {
    when(
        "GET /v1/events?kind=GOVERNANCE_CHANGED&limit=20",
        200,
        """
        {"events":[{"at":"2026-05-01T12:00:00Z","caller":"ada","subject":"tool default/a","outcome":"created"}]}
        """,
        "");
    when(
        "GET /v1/events?kind=CONNECTION_CHANGED&limit=20",
        200,
        """
        {"events":[{"at":"2026-05-01T12:00:01Z","caller":"bob","subject":"connection acme","outcome":"paused"}]}
        """,
        "");
    when("GET /v1/events?kind=ADMINISTRATION_REFUSED&limit=20", 200, "{\"events\":[]}", "");
    assertThat(admin("changes")).isZero();
    assertThat(out.toString().lines().skip(1).map(line -> line.split(" {2,}")[2]))
        .containsExactly("connection acme", "tool default/a");
  }
}
