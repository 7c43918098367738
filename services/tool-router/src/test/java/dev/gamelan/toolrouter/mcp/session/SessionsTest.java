package dev.gamelan.toolrouter.mcp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.EdgeSignal;
import dev.gamelan.schemas.EdgeSignalled;
import dev.gamelan.toolrouter.mcp.offer.LogLevel;
import dev.gamelan.toolrouter.mcp.offer.Question;
import dev.gamelan.toolrouter.testing.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Caller ANNA = new Caller("anna", Set.of());
  private static final Caller BERT = new Caller("bert", Set.of());
  private static final SessionProperties PROPERTIES = new SessionProperties(Duration.ofHours(1), 3);

  private final MovableClock clock = new MovableClock();
  private final SessionNotes notes = new SessionNotes(PROPERTIES);
  private final Seals seals = new Seals(List.of(new byte[32]));
  private final Sessions sessions = new Sessions(seals, notes, PROPERTIES, clock);

  private String begin() {
    return sessions.begin(
        ANNA, "2025-06-18", new ClientCapabilities(Set.of(Question.Kind.ELICITATION)));
  }

  private EdgeSignalled signal(EdgeSignal signal, String session, String subject) {
    return EdgeSignalled.newBuilder()
        .setSignal(signal)
        .setSession(session)
        .setSubject(subject)
        .setAt(clock.instant())
        .build();
  }

  @Test
  void anotherInstanceWithTheSameKeyKnowsItByItsIdAlone() {
    Sessions elsewhere = new Sessions(seals, new SessionNotes(PROPERTIES), PROPERTIES, clock);

    assertThat(elsewhere.open(begin(), ANNA))
        .hasValueSatisfying(
            session -> {
              assertThat(session.revision()).isEqualTo("2025-06-18");
              assertThat(session.capabilities().canAsk(Question.Kind.ELICITATION)).isTrue();
              assertThat(session.capabilities().canAsk(Question.Kind.SAMPLING)).isFalse();
            });
  }

  @Test
  void noOtherCallerMayUseIt() {
    assertThat(sessions.open(begin(), BERT)).isEmpty();
  }

  @Test
  void itEndsInTime() {
    String id = begin();
    clock.advance(Duration.ofMinutes(59));
    assertThat(sessions.open(id, ANNA)).isPresent();
    clock.advance(Duration.ofMinutes(1));

    assertThat(sessions.open(id, ANNA)).isEmpty();
  }

  @Test
  void anIdThatWasChangedOrMadeWithAnotherKeyIsNone() {
    Sessions foreign = new Sessions(new Seals(List.of(new byte[] {1})), notes, PROPERTIES, clock);
    String id = begin();

    assertThat(foreign.open(id, ANNA)).isEmpty();
    assertThat(sessions.open("A" + id.substring(1), ANNA)).isEmpty();
    assertThat(sessions.open("x".repeat(3000), ANNA)).isEmpty();
  }

  @Test
  void onceItHasEndedAnywhereItIsNoMore() {
    String id = begin();
    Session session = sessions.open(id, ANNA).orElseThrow();
    notes.heard(signal(EdgeSignal.SESSION_ENDED, session.id(), ""));

    assertThat(sessions.open(id, ANNA)).isEmpty();
    assertThat(sessions.open(begin(), ANNA)).isPresent();
  }

  @Test
  void whatItAskedForIsKeptInMind() {
    notes.heard(signal(EdgeSignal.LOG_LEVEL_SET, "s", "error"));
    notes.heard(signal(EdgeSignal.RESOURCE_SUBSCRIBED, "s", "gong://calls/1"));
    notes.heard(signal(EdgeSignal.RESOURCE_SUBSCRIBED, "s", "gong://calls/2"));
    notes.heard(signal(EdgeSignal.RESOURCE_UNSUBSCRIBED, "s", "gong://calls/2"));

    assertThat(notes.level("s")).isEqualTo(LogLevel.ERROR);
    assertThat(notes.level("another")).isEqualTo(LogLevel.INFO);
    assertThat(notes.follows("s", "gong://calls/1")).isTrue();
    assertThat(notes.follows("s", "gong://calls/2")).isFalse();
    assertThat(notes.follows("another", "gong://calls/1")).isFalse();
  }

  @Test
  void notesAreBounded() {
    for (int i = 0; i < 4; i++) {
      notes.heard(signal(EdgeSignal.LOG_LEVEL_SET, "s" + i, "error"));
    }
    for (int i = 0; i < 200; i++) {
      notes.heard(signal(EdgeSignal.RESOURCE_SUBSCRIBED, "s3", "gong://calls/" + i));
    }

    assertThat(notes.level("s0")).isEqualTo(LogLevel.INFO);
    assertThat(notes.level("s1")).isEqualTo(LogLevel.ERROR);
    assertThat(notes.follows("s3", "gong://calls/99")).isTrue();
    assertThat(notes.follows("s3", "gong://calls/100")).isFalse();
  }
}
