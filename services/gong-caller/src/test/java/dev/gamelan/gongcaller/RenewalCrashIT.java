package dev.gamelan.gongcaller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.CallerProcess;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.Company;
import dev.gamelan.gongcaller.testing.HeldRows;
import dev.gamelan.gongcaller.testing.Surroundings;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.simulator.arrivals.CredentialUse;
import dev.gamelan.simulator.oauth.Conduct;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A gong-caller is killed at each step of a renewal, and another one takes its place. */
@WithBroker
class RenewalCrashIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String NEVER = "--gamelan.consents.renew-every=1h";
  private static final String OFTEN = "--gamelan.consents.renew-every=50ms";
  private static final String SELDOM = "--gamelan.consents.renew-every=2s";
  private static final String[] USUALLY = {
    "--gamelan.connections.refresh-every=100ms",
    "--gamelan.gong-oauth.connect-timeout=1s",
    "--gamelan.gong-oauth.answer-timeout=4s"
  };
  private static final String NAME = "company";

  private Company company;
  private TopicProbe topics;
  private JdbcClient database;

  @BeforeEach
  void connect() throws IOException {
    company = new Company();
    topics = new TopicProbe(Surroundings.servers());
    database = JdbcClient.create(company.around.database.getPostgresDatabase());
    try (var connecting = company.instance("connecting", with(NEVER))) {
      connecting.ask("owner", "POST", "/v1/connections", "{\"name\":\"%s\"}".formatted(NAME));
      assertThat(connecting.bring(company.consent(connecting, NAME, null)).status()).isEqualTo(200);
      await()
          .atMost(PATIENCE)
          .until(() -> connecting.connection(NAME).path("verified").asBoolean());
    }
  }

  @AfterEach
  void end() throws IOException {
    topics.close();
    company.close();
  }

  @Test
  void beforeItIsOnRecordThatTheTokenMayBeSpentNothingWasSent() throws Exception {
    due();
    try (var held = new HeldRows(company.around, "lock table oauth_renewal in exclusive mode")) {
      killOnceItWaits(held);
    }
    assertThat(uses(CredentialUse.TOKEN_REFRESHED)).isZero();

    try (var next = company.instance("next", with(OFTEN))) {
      await().atMost(PATIENCE).until(() -> uses(CredentialUse.TOKEN_REFRESHED) == 1);
      await().atMost(PATIENCE).until(() -> outcomes().contains("tokens-renewed"));
      assertAnswered();
      assertThat(next.connection(NAME).path("problem").isNull()).isTrue();
    }
    assertThat(uses(CredentialUse.REFRESH_TOKEN_USED_TWICE)).isZero();
    assertThat(outcomes()).doesNotContain("renewal-repeated", "consent-lost");
  }

  @Test
  void aRequestThatDidNotReachItsEndIsRepeatedOnceItIsCertainlyOver() throws Exception {
    company.around.gong.conduct(new Conduct(null, null, 3_000L, null, null));
    try (var waiting = company.instance("waiting", with(SELDOM));
        var killed = company.process("killed", with(OFTEN))) {
      killed.url();
      due();
      await().atMost(PATIENCE).until(() -> asked() != null);
      killed.kill();
      await().atMost(PATIENCE).until(() -> uses(CredentialUse.TOKEN_REFRESHED) >= 1);
      await().atMost(PATIENCE).until(() -> outcomes().contains("tokens-renewed"));
      assertAnswered();
      assertThat(waiting.connection(NAME).path("problem").isNull()).isTrue();
    }
    assertThat(uses(CredentialUse.TOKEN_REFRESHED)).isEqualTo(1);
    assertThat(uses(CredentialUse.REFRESH_TOKEN_USED_TWICE)).isZero();
    assertThat(uses(CredentialUse.PARALLEL_REFRESH)).isZero();
  }

  @Test
  void whatGongHadAnsweredIsLostAndSaidSo() throws Exception {
    due();
    try (var held =
        new HeldRows(company.around, "lock table connection_credentials in exclusive mode")) {
      killOnceItWaits(held);
    }
    assertThat(uses(CredentialUse.TOKEN_REFRESHED)).isEqualTo(1);
    Instant asked = Objects.requireNonNull(asked());

    try (var next = company.instance("next", with(OFTEN));
        var other = company.instance("other", with(OFTEN))) {
      await().atMost(PATIENCE).until(() -> outcomes().contains("consent-lost"));
      assertThat(Instant.now()).isAfter(asked.plusSeconds(5));
      assertThat(outcomes()).containsSubsequence("renewal-repeated", "consent-lost");
      await()
          .atMost(PATIENCE)
          .until(
              () -> other.connection(NAME).path("problem").asString("").contains("consent anew"));
      assertThat(next.connection(NAME).path("problem").asString()).contains("earlier attempt");
      assertAnswered();
    }
    assertThat(uses(CredentialUse.REFRESH_TOKEN_USED_TWICE)).as("and knowingly").isEqualTo(1);
    assertThat(uses(CredentialUse.PARALLEL_REFRESH)).isZero();
    assertThat(outcomes().stream().filter("renewal-repeated"::equals)).hasSize(1);
  }

  private void killOnceItWaits(HeldRows held) throws Exception {
    try (CallerProcess killed = company.process("killed", with(OFTEN))) {
      await().atMost(PATIENCE).until(held::somebodyWaits);
      killed.kill();
    }
  }

  private void due() {
    database.sql("update oauth_renewal set due_at = now()").update();
  }

  private @Nullable Instant asked() {
    return database
        .sql("select asked_at from oauth_renewal where connection = ? and asked_at is not null")
        .param(NAME)
        .query(Timestamp.class)
        .optional()
        .map(Timestamp::toInstant)
        .orElse(null);
  }

  private void assertAnswered() {
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").setConnection(NAME).build();
    topics.request(call);
    assertThat(topics.completionOf(call.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
  }

  private List<String> outcomes() {
    return topics.changesOf(NAME).stream().map(AuditEvent::getOutcome).toList();
  }

  private long uses(CredentialUse use) {
    return company.around.gong.report().credentials().getOrDefault(use, -1L);
  }

  private static String[] with(String renewEvery) {
    return new String[] {USUALLY[0], USUALLY[1], USUALLY[2], renewEvery};
  }
}
