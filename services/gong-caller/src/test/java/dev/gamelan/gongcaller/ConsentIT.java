package dev.gamelan.gongcaller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.Company;
import dev.gamelan.gongcaller.testing.Surroundings;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.simulator.arrivals.CredentialUse;
import dev.gamelan.simulator.oauth.Conduct;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A company consents by OAuth. */
@WithBroker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Company company;
  private Company.Instance instance;
  private TopicProbe topics;

  @BeforeAll
  void begin() throws IOException {
    company = new Company();
    instance = company.instance("consent", "--gamelan.consents.asked-for=30s");
    topics = new TopicProbe(Surroundings.servers());
  }

  @AfterAll
  void end() throws IOException {
    instance.close();
    topics.close();
    company.close();
  }

  @BeforeEach
  void asUsual() {
    company.around.gong.reset();
  }

  @Test
  void asksTheCompanysOwnHostOnceItHasConsented() {
    register("acme");
    assertThat(instance.connection("acme").path("baseUrl").asString())
        .isEqualTo("https://api.gong.io");

    Company.Reply brought = instance.bring(company.consent(instance, "acme", null));

    assertThat(brought.status()).isEqualTo(200);
    assertThat(brought.text()).startsWith("Connection acme has Gong's consent");
    var connection = instance.connection("acme");
    assertThat(connection.path("credentials").asString()).isEqualTo("oauth");
    assertThat(connection.path("baseUrl").asString()).isEqualTo(company.around.gong.baseUrl());
    await().atMost(PATIENCE).until(() -> instance.connection("acme").path("verified").asBoolean());
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").setConnection("acme").build();
    topics.request(call);
    assertThat(topics.completionOf(call.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(company.around.gong.arrivals(0))
        .isNotEmpty()
        .allSatisfy(arrival -> assertThat(arrival.key()).isEqualTo(Company.CLIENT_ID));
  }

  @Test
  void takesAStateOnce() {
    register("once");
    String query = company.consent(instance, "once", null);
    assertThat(instance.bring(query).status()).isEqualTo(200);

    Company.Reply again = instance.bring(query);

    assertThat(again.status()).isEqualTo(400);
    assertThat(again.text()).startsWith("Nobody asked for this consent");
    assertThat(uses(CredentialUse.CODE_EXCHANGED)).isEqualTo(1);
    assertThat(uses(CredentialUse.CODE_USED_TWICE)).isZero();
  }

  @Test
  void refusesAStateThatNobodyGaveOut() {
    register("forged");
    String query = company.consent(instance, "forged", null);
    String code = query.replaceFirst("&?state=[^&]*", "");

    for (String state : new String[] {"", "&state=", "&state=" + "A".repeat(43)}) {
      assertThat(instance.bring(code + state).status()).isEqualTo(400);
    }

    assertThat(uses(CredentialUse.CODE_EXCHANGED)).isZero();
    assertThat(credentials("forged")).isEqualTo("none");
  }

  @Test
  void refusesAWrongHostAndKeepsNothing() {
    register("misled");
    conduct(new Conduct(null, null, null, null, URI.create("https://api.gong.io.evil.test")));

    Company.Reply brought = instance.bring(company.consent(instance, "misled", null));

    assertThat(brought.status()).isEqualTo(400);
    assertThat(brought.text())
        .contains("an address of this company's API that nothing may be sent to")
        .contains("https://api.gong.io")
        .doesNotContain("evil");
    assertThat(credentials("misled")).isEqualTo("none");
    assertThat(rows("select count(*) from connection_secret where connection = 'misled'")).isZero();
  }

  @Test
  void changesNothingWhenConsentIsDenied() {
    register("denied");
    conduct(new Conduct(true, null, null, null, null));

    Company.Reply brought = instance.bring(company.consent(instance, "denied", null));

    assertThat(brought.status()).isEqualTo(400);
    assertThat(brought.text()).isEqualTo("The consent was denied at Gong. Nothing was changed.\n");
    assertThat(credentials("denied")).isEqualTo("none");
  }

  @Test
  void aConnectionMayHaveAnIntegrationOfItsOwn() {
    register("apart");
    String own = "{\"clientId\":\"own\",\"clientSecret\":\"own-secret\"}";

    assertThat(instance.bring(company.consent(instance, "apart", own)).status()).isEqualTo(200);

    await().atMost(PATIENCE).until(() -> instance.connection("apart").path("verified").asBoolean());
    assertThat(company.around.gong.arrivals(0))
        .anySatisfy(arrival -> assertThat(arrival.key()).isEqualTo("own"));
  }

  @Test
  void nothingOfItIsReadableInTheDatabase() {
    register("sealed");
    String own = "{\"clientId\":\"own\",\"clientSecret\":\"own-secret\"}";
    String query = company.consent(instance, "sealed", own);
    assertThat(rows("select count(*) from oauth_asked where connection = 'sealed'")).isEqualTo(1);
    String state = query.replaceFirst(".*state=([^&]*).*", "$1");

    assertThat(databaseText())
        .contains("sealed")
        .doesNotContain(state)
        .doesNotContain("own-secret");
    assertThat(instance.bring(query).status()).isEqualTo(200);
    assertThat(databaseText()).contains("sealed").doesNotContain("gst-");
  }

  @Test
  void onlyWhoAdministersTheConnectionMayAskForConsent() {
    register("guarded");
    String path = "/v1/connections/guarded/oauth/authorize";

    for (String who : new String[] {"keeper", "auditor", "ann"}) {
      assertThat(instance.ask(who, "POST", path, null).status()).as(who).isEqualTo(403);
    }
    assertThat(instance.ask("owner", "POST", path, "{\"scopes\":[\"api x\"]}").status())
        .isEqualTo(400);
    assertThat(instance.ask("owner", "POST", path.replace("guarded", "none"), null).status())
        .isEqualTo(404);
    assertThat(rows("select count(*) from oauth_asked where connection = 'guarded'")).isZero();
  }

  private void register(String name) {
    Company.Reply reply =
        instance.ask("owner", "POST", "/v1/connections", "{\"name\":\"%s\"}".formatted(name));
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
  }

  private String credentials(String name) {
    return instance.connection(name).path("credentials").asString();
  }

  private void conduct(Conduct conduct) {
    company.around.gong.conduct(conduct);
  }

  private long uses(CredentialUse use) {
    return company.around.gong.report().credentials().getOrDefault(use, -1L);
  }

  private long rows(String query) {
    return database().sql(query).query(Long.class).single();
  }

  /** Every row of every table, as text; bytes as the characters they may be. */
  private String databaseText() {
    StringBuilder all = new StringBuilder();
    for (String table :
        database()
            .sql("select table_name from information_schema.tables where table_schema = 'public'")
            .query(String.class)
            .list()) {
      for (var row : database().sql("select * from " + table).query().listOfRows()) {
        row.values().forEach(value -> all.append(text(value)).append('\n'));
      }
    }
    return all.toString();
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.ISO_8859_1)
        : String.valueOf(value);
  }

  private JdbcClient database() {
    return JdbcClient.create(company.around.database.getPostgresDatabase());
  }
}
