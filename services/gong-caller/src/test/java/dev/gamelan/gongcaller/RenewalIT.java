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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two instances keep consents alive; Gong is the judge of how. */
@WithBroker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewalIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration HOLD = Duration.ofSeconds(2);
  private static final String[] SETTINGS = {
    "--gamelan.consents.renew-every=20ms",
    "--gamelan.consents.pause-first=200ms",
    "--gamelan.consents.hold-calls=" + HOLD,
    "--gamelan.connections.refresh-every=100ms"
  };

  private Company company;
  private Company.Instance one;
  private Company.Instance two;
  private TopicProbe topics;

  @BeforeAll
  void begin() throws IOException {
    company = new Company();
    one = company.instance("one", SETTINGS);
    two = company.instance("two", SETTINGS);
    topics = new TopicProbe(Surroundings.servers());
  }

  @AfterAll
  void end() throws IOException {
    one.close();
    two.close();
    topics.close();
    company.close();
  }

  @BeforeEach
  void asUsual() {
    company.around.gong.reset();
  }

  @Test
  void renewsOnceHoweverManyInstancesWhileEveryCallIsAnswered() {
    company.around.gong.conduct(new Conduct(null, 9L, 300L, null, null));
    connect("lively");
    List<ToolCallRequested> calls = new ArrayList<>();

    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              calls.add(ask("lively"));
              return uses(CredentialUse.TOKEN_REFRESHED) >= 3;
            });

    assertThat(calls)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            call ->
                assertThat(topics.completionOf(call.getCallId()).getEnding())
                    .isEqualTo(Ending.ANSWERED));
    assertThat(uses(CredentialUse.REFRESH_TOKEN_USED_TWICE)).isZero();
    assertThat(uses(CredentialUse.PARALLEL_REFRESH)).isZero();
    disconnect("lively");
  }

  @Test
  void saysThatConsentIsNeededAnewWhereTheAnswerGotLostAndAsksNoMore() {
    connect("unlucky");
    company.around.gong.conduct(new Conduct(null, null, null, 1, null));
    company.around.gong.revokeTokens(false);

    ToolCallRequested call = ask("unlucky");

    await()
        .atMost(PATIENCE)
        .until(
            () -> one.connection("unlucky").path("problem").asString("").contains("consent anew"));
    assertThat(topics.completionOf(call.getCallId()).getEnding()).isNotEqualTo(Ending.ANSWERED);
    assertThat(uses(CredentialUse.REFRESH_TOKEN_USED_TWICE)).isEqualTo(1);
    await()
        .during(Duration.ofSeconds(2))
        .atMost(PATIENCE)
        .until(() -> uses(CredentialUse.REFRESH_TOKEN_USED_TWICE) == 1);
    disconnect("unlucky");
  }

  @Test
  void waitsForAnotherTokenWhenGongRevokesOneBeforeItsTime() {
    connect("revoked");
    String since = one.connection("revoked").path("credentialsSince").asString();

    company.around.gong.revokeTokens(false);
    ToolCallRequested call = ask("revoked");

    assertThat(topics.completionOf(call.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(uses(CredentialUse.TOKEN_REFRESHED)).isEqualTo(1);
    assertThat(one.connection("revoked").path("credentialsSince").asString()).isNotEqualTo(since);
    disconnect("revoked");
  }

  @Test
  void eitherInstanceTakesTheConsentThatTheOtherAskedFor() {
    assertThat(register("shared")).isEqualTo(201);

    assertThat(two.bring(company.consent(one, "shared", null)).status()).isEqualTo(200);

    await().atMost(PATIENCE).until(() -> one.connection("shared").path("verified").asBoolean());
    disconnect("shared");
  }

  private ToolCallRequested ask(String connection) {
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").setConnection(connection).build();
    topics.request(call);
    return call;
  }

  private int register(String name) {
    return one.ask("owner", "POST", "/v1/connections", "{\"name\":\"%s\"}".formatted(name))
        .status();
  }

  private void connect(String name) {
    assertThat(register(name)).isEqualTo(201);
    assertThat(one.bring(company.consent(one, name, null)).status()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> two.connection(name).path("verified").asBoolean());
    // Tokens that are younger are not renewed for a refusal, lest there be a storm.
    Instant since = Instant.parse(one.connection(name).path("credentialsSince").asString());
    await().atMost(PATIENCE).until(() -> Instant.now().isAfter(since.plus(HOLD)));
  }

  private void disconnect(String name) {
    assertThat(one.ask("owner", "DELETE", "/v1/connections/" + name, null).status()).isEqualTo(204);
  }

  private long uses(CredentialUse use) {
    return company.around.gong.report().credentials().getOrDefault(use, -1L);
  }
}
