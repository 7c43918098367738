package dev.gamelan.gongcaller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.testing.Company;
import dev.gamelan.simulator.access.AccessKey;
import dev.gamelan.simulator.access.Hosts;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** An administrator has a connection checked. */
@WithBroker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckIT {
  private static final int SCOPES_TRIED = 23;

  private Company company;
  private Company.Instance instance;

  @BeforeAll
  void begin() throws IOException {
    company = new Company();
    instance = company.instance("check");
  }

  @AfterAll
  void end() throws IOException {
    instance.close();
    company.close();
  }

  @BeforeEach
  void asUsual() {
    company.around.gong.reset();
  }

  @Test
  void findsNothingWrongWithAKeyThatMayDoEverything() {
    register("whole", AccessKey.of("whole", "s"));

    JsonNode check = check("whole", true);

    assertThat(check.path("finished").asBoolean()).isTrue();
    Map<String, String> verdicts = verdicts(check);
    assertThat(verdicts).containsEntry("connection", "ACCEPTED");
    assertThat(verdicts.values()).as("%s", check).doesNotContain("MISSING", "WAITING");
    // Gong has to know an integration or a workspace by its id to answer these.
    assertThat(about("UNCLEAR", verdicts))
        .isSubsetOf("api:coaching:read", "api:crm:get-objects", "api:crm:schema", "api:crm:upload");
    assertThat(about("GRANTED", verdicts)).hasSizeGreaterThanOrEqualTo(SCOPES_TRIED - 4);
    assertThat(check.path("quotaUnits").asInt()).isEqualTo(1 + SCOPES_TRIED);
    assertThat(check.path("quotaUnitsPlanned").asInt()).isEqualTo(1 + SCOPES_TRIED);
  }

  @Test
  void namesEveryScopeThatIsMissing() {
    register("narrow", AccessKey.of("narrow", "s", "api:users:read", "api:stats:interaction"));

    JsonNode check = check("narrow", true);

    Map<String, String> verdicts = verdicts(check);
    assertThat(verdicts)
        .containsEntry("connection", "ACCEPTED")
        .containsEntry("api:users:read", "GRANTED")
        .containsEntry("api:stats:interaction", "GRANTED")
        .containsEntry("api:calls:read:transcript", "MISSING")
        .containsEntry("api:flows:write", "NOT_TRIED");
    assertThat(verdicts.values()).filteredOn("MISSING"::equals).hasSize(SCOPES_TRIED - 2);
    assertThat(sentence(check)).contains("lack the scope api:workspaces:read");
  }

  @Test
  void costsOneUnitWhereNoScopesAreAskedFor() {
    register("quick", AccessKey.of("quick", "s"));

    JsonNode check = check("quick", false);

    assertThat(verdicts(check)).isEqualTo(Map.of("connection", "ACCEPTED"));
    assertThat(check.path("quotaUnits").asInt()).isEqualTo(1);
  }

  @Test
  void saysThatTheKeyIsRejectedAndAsksForNoScope() {
    company.around.gong.keys().put(AccessKey.of("mistyped", "right"));
    register("mistyped", "mistyped", "wrong", company.around.gong.baseUrl());

    JsonNode check = check("mistyped", true);

    assertThat(verdicts(check)).isEqualTo(Map.of("connection", "REJECTED"));
    assertThat(check.path("quotaUnits").asInt()).isEqualTo(1);
    assertThat(check.path("verified").asBoolean()).isFalse();
  }

  @Test
  void namesTheHostThatTheCompanyIsAt() {
    register("moved", AccessKey.of("moved", "s"));
    company.around.gong.host(new Hosts.Rule("us-17.api.gong.io", Hosts.Elsewhere.REDIRECT));

    JsonNode check = check("moved", false);

    assertThat(verdicts(check)).isEqualTo(Map.of("connection", "WRONG_HOST"));
    assertThat(sentence(check)).contains("us-17.api.gong.io");
  }

  @Test
  void saysThatTheAddressIsNotATrustedOne() {
    register("trusting", new AccessKey("trusting", "s", Set.of(), null, Set.of("203.0.113.7")));

    JsonNode check = check("trusting", false);

    assertThat(verdicts(check)).isEqualTo(Map.of("connection", "FORBIDDEN"));
    assertThat(sentence(check)).contains("trusted IPs");
  }

  @Test
  void saysThatNobodyIsThere() {
    register("nowhere", "k", "s", "http://localhost:1");

    JsonNode check = check("nowhere", true);

    assertThat(verdicts(check)).isEqualTo(Map.of("connection", "NO_CONNECTION"));
    assertThat(sentence(check)).contains("No connection to localhost:1 came about");
    assertThat(check.path("quotaUnits").asInt()).isZero();
  }

  @Test
  void asksNothingOfGongWhereThereIsNothingToAskWith() {
    Company.Reply made = instance.ask("owner", "POST", "/v1/connections", "{\"name\":\"bare\"}");
    assertThat(made.status()).isEqualTo(201);

    assertThat(verdicts(check("bare", true))).isEqualTo(Map.of("connection", "NOT_TRIED"));
    assertThat(company.around.gong.report().arrivals()).isZero();
  }

  @Test
  void isForThoseWhoAdministerTheConnection() {
    register("private", AccessKey.of("private", "s"));
    String path = "/v1/connections/private/check";

    for (String who : new String[] {"keeper", "auditor", "ann"}) {
      assertThat(instance.ask(who, "POST", path, null).status()).as(who).isEqualTo(403);
    }
    assertThat(instance.ask("owner", "POST", path, "{\"scopes\":1}").status()).isEqualTo(400);
    JsonNode check = check("private", false);
    String shown = "/v1/connections/private/checks/" + check.path("id").asString();
    assertThat(instance.ask("auditor", "GET", shown, null).json().path("findings"))
        .isEqualTo(check.path("findings"));
    assertThat(instance.ask("ann", "GET", shown, null).status()).isEqualTo(403);
    assertThat(instance.ask("owner", "GET", shown + "x", null).status()).isEqualTo(404);
  }

  private void register(String name, AccessKey key) {
    company.around.gong.keys().put(key);
    register(name, key.accessKey(), key.secret(), company.around.gong.baseUrl());
  }

  private void register(String name, String key, String secret, String baseUrl) {
    Company.Reply reply =
        instance.ask(
            "owner",
            "POST",
            "/v1/connections",
            """
            {"name":"%s","baseUrl":"%s","credentials":{"accessKey":"%s","accessKeySecret":"%s"}}
            """
                .formatted(name, baseUrl, key, secret));
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
  }

  private JsonNode check(String connection, boolean scopes) {
    Company.Reply reply =
        instance.ask(
            "owner",
            "POST",
            "/v1/connections/" + connection + "/check",
            "{\"scopes\":%s}".formatted(scopes));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static Map<String, String> verdicts(JsonNode check) {
    return check
        .path("findings")
        .valueStream()
        .collect(
            Collectors.toMap(
                finding -> finding.path("about").asString(),
                finding -> finding.path("verdict").asString()));
  }

  private static List<String> about(String verdict, Map<String, String> verdicts) {
    return verdicts.entrySet().stream()
        .filter(entry -> entry.getValue().equals(verdict))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String sentence(JsonNode check) {
    return check.path("findings").path(0).path("sentence").asString();
  }
}
