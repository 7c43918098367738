package dev.gamelan.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.schemas.GovernedKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@AuditIntegration
class GovernanceTrailIT {
  private static final String APPROVED = "{\"state\":\"APPROVED\"}";
  private static final String DISABLED = "{\"state\":\"DISABLED\"}";

  @Autowired private AuditTopic topic;
  @Autowired private Trail trail;
  @Autowired private GovernanceTrail governance;
  @Autowired private JdbcClient jdbc;

  private static GovernanceEvent event(String id, GovernedChange... changes) {
    return new GovernanceEvent(id, Events.NOON, "ann", "because", List.of(changes));
  }

  private static GovernedChange tool(
      String connection,
      String name,
      long expected,
      @Nullable String before,
      @Nullable String after) {
    return new GovernedChange(GovernedKind.TOOL, connection, name, expected, before, after);
  }

  private List<RecordedEvent> page(String connection) {
    return trail
        .page(new EventSearch(Map.of(Filter.CONNECTION, connection), null, null, null, 1000))
        .events();
  }

  @Test
  void eachChangeThatIsInForceIsOnTheTrailOnceWithBeforeAndAfter() {
    topic.publish(
        event("g1", tool("g", "a", 0, null, APPROVED), tool("g", "b", 0, null, APPROVED)));
    topic.publish(event("g2", tool("g", "a", 1, APPROVED, DISABLED)));
    topic.publish(event("g2", tool("g", "a", 1, APPROVED, DISABLED)));
    topic.publish(event("g3", tool("g", "a", 1, APPROVED, null)));
    topic.publish(event("g4", tool("g", "a", 2, DISABLED, null)));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(page("g"))
                    .extracting(RecordedEvent::eventId)
                    .containsExactlyInAnyOrder("g1/0", "g1/1", "g2/0", "g4/0"));
    RecordedEvent changed =
        page("g").stream().filter(one -> one.eventId().equals("g2/0")).findAny().orElseThrow();
    assertThat(changed.kind()).isEqualTo("GOVERNANCE_CHANGED");
    assertThat(changed.caller()).isEqualTo("ann");
    assertThat(changed.reason()).isEqualTo("because");
    assertThat(changed.subject()).isEqualTo("tool g/a");
    assertThat(changed.before()).isEqualTo(APPROVED);
    assertThat(changed.after()).isEqualTo(DISABLED);
    assertThat(changed.governanceVersion()).isNotNull();
  }

  @Test
  void oneStaleChangeKeepsTheWholeEventOffTheTrail() {
    governance.follow(0, event("v1", tool("void", "a", 0, null, APPROVED)));
    governance.follow(
        1, event("v2", tool("void", "b", 0, null, APPROVED), tool("void", "a", 0, null, APPROVED)));
    governance.follow(2, event("v3", tool("void", "b", 0, null, DISABLED)));

    assertThat(page("void"))
        .extracting(RecordedEvent::eventId)
        .containsExactlyInAnyOrder("v1/0", "v3/0");
  }

  @Test
  void anEventThatWasVoidStaysSoWhenItComesAgain() {
    governance.follow(0, event("s1", tool("again", "a", 1, null, DISABLED)));
    governance.follow(1, event("s2", tool("again", "a", 0, null, APPROVED)));
    governance.follow(2, event("s1", tool("again", "a", 1, null, DISABLED)));

    assertThat(page("again")).extracting(RecordedEvent::eventId).containsExactly("s2/0");
  }

  /** What was seen, the versions and the trail are one: a failure takes back all of it. */
  @Test
  void whatCannotBeWrittenWholeIsNotWrittenAtAll() {
    String endless = "x".repeat(3000);
    GovernanceEvent broken =
        event(
            "w1",
            tool("whole", "a", 0, null, APPROVED),
            tool("whole-" + randomText(), endless + randomText(), 0, null, APPROVED));

    assertThatThrownBy(() -> governance.follow(0, broken)).isNotNull();

    assertThat(page("whole")).isEmpty();
    governance.follow(1, event("w1", tool("whole", "a", 0, null, APPROVED)));
    assertThat(page("whole")).extracting(RecordedEvent::eventId).containsExactly("w1/0");
  }

  /** Longer than an index takes, also compressed. */
  private static String randomText() {
    StringBuilder text = new StringBuilder();
    new java.util.Random(3).ints(6000, 'a', 'z').forEach(letter -> text.append((char) letter));
    return text.toString();
  }

  @Test
  void whatWasSeenIsNotForgottenByWhoRuns() {
    governance.follow(0, event("f1", tool("forget", "a", 0, null, APPROVED)));

    assertThatThrownBy(() -> jdbc.sql("delete from governance_event").update())
        .rootCause()
        .hasMessageContaining("permission denied");
  }

  @Test
  void changesAreFoundByTheirSubjectAndDecisionsByTheClient() {
    governance.follow(0, event("q1", tool("found", "a", 0, null, APPROVED)));
    trail.append(Events.ended("found", "found-1").setClientId("a-client-of-its-own").build());

    assertThat(
            trail
                .page(new EventSearch(Map.of(Filter.SUBJECT, "tool found/a"), null, null, null, 10))
                .events())
        .extracting(RecordedEvent::eventId)
        .containsExactly("q1/0");
    assertThat(
            trail
                .page(
                    new EventSearch(
                        Map.of(Filter.CLIENT_ID, "a-client-of-its-own"), null, null, null, 10))
                .events())
        .extracting(RecordedEvent::callId)
        .containsExactly("found-1");
  }
}
