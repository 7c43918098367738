package dev.gamelan.toolrouter.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.toolrouter.governance.document.AiClient;
import dev.gamelan.toolrouter.governance.document.Defaults;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.governance.log.LoopedLog;
import dev.gamelan.toolrouter.testing.MovableClock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientsSeenTest {
  private static final Caller ANN = new Caller("ann", Set.of(Role.READ), Set.of(), "claude");
  private static final LocalDate DAY = LocalDate.parse("2026-03-01");

  private final MovableClock clock = new MovableClock();
  private final LoopedLog looped = new LoopedLog(clock);
  private final ClientsSeen seen =
      new ClientsSeen(
          looped.log(),
          new Governance(
              looped.log(),
              new GovernanceProperties(
                  Defaults.NewTools.APPROVED, Defaults.WithoutProfile.APPROVED_TOOLS),
              clock),
          Runnable::run,
          clock);

  private @Nullable AiClient client() {
    Governed governed = looped.log().state().find(Clients.keyOf("claude"));
    return governed == null ? null : governed.as(AiClient.class);
  }

  @Test
  void aClientIsOnRecordFromItsFirstCallOn() {
    seen.note(ANN);

    assertThat(client())
        .isEqualTo(new AiClient(AiClient.Type.PERSONAL, null, null, null, null, null, DAY));
  }

  @Test
  void onlyTheFirstCallOfADayIsNoted() {
    seen.note(ANN);
    clock.advance(Duration.ofHours(13));
    seen.note(ANN);
    assertThat(looped.published()).hasSize(1);

    clock.advance(Duration.ofHours(2));
    seen.note(ANN);
    assertThat(looped.published()).hasSize(2);
    assertThat(looped.published())
        .extracting(GovernanceEvent::getEventId)
        .containsExactly("client-seen/claude/2026-03-01/0", "client-seen/claude/2026-03-02/1");
  }

  @Test
  void whatSomebodyDecidedOfItStays() {
    looped.put(
        Clients.keyOf("claude"),
        new AiClient(AiClient.Type.SHARED, null, 7, null, null, "of the team", DAY.minusDays(3)));
    seen.note(ANN);

    assertThat(client())
        .isEqualTo(new AiClient(AiClient.Type.SHARED, null, 7, null, null, "of the team", DAY));
  }

  @Test
  void whoHasNoClientLeavesNoTrace() {
    seen.note(new Caller("bob", Set.of(Role.READ)));

    assertThat(looped.published()).isEmpty();
  }

  @Test
  void thatAClientIsAboutToBeHiddenIsNotedOnceAndAnewAfterItWasUsedAgain() {
    seen.note(ANN);
    clock.advance(Duration.ofHours(31));
    seen.lookAfterTheIdle();
    assertThat(looped.published()).as("used yesterday, and it is early").hasSize(1);

    clock.advance(Duration.ofHours(1));
    seen.lookAfterTheIdle();
    clock.advance(Duration.ofDays(2));
    seen.lookAfterTheIdle();

    assertThat(looped.published()).hasSize(2);
    assertThat(looped.published().getLast().getEventId()).isEqualTo("client-idle/claude/1");
    assertThat(looped.published().getLast().getChangedBy()).isEqualTo("gamelan");
    assertThat(looped.published().getLast().getReason())
        .isEqualTo(
            "Last used on 2026-03-01: to be hidden at 2026-03-03T00:00:00Z unless it is used.");

    seen.note(ANN);
    clock.advance(Duration.ofDays(3));
    seen.lookAfterTheIdle();
    assertThat(looped.published()).hasSize(4);
    assertThat(looped.published().getLast().getReason())
        .startsWith("Last used on 2026-03-04: hidden since 2026-03-06T00:00:00Z, to be closed at");
  }

  @Test
  void ofAClientWhoseStateWasDecidedNothingIsNoted() {
    looped.put(
        Clients.keyOf("closed"),
        new AiClient(null, AiClient.State.ACTIVE, null, null, null, null, DAY));
    clock.advance(Duration.ofDays(30));

    seen.lookAfterTheIdle();

    assertThat(looped.published()).as("what was put").hasSize(1);
  }

  @Test
  void aClientNobodyUsesIsForgottenButNotOneThatWasClosed() {
    seen.note(ANN);
    looped.put(
        Clients.keyOf("closed"),
        new AiClient(null, AiClient.State.CLOSED, null, null, null, null, DAY));
    clock.advance(Duration.ofDays(90));
    seen.lookAfterTheIdle();
    assertThat(client()).isNotNull();

    clock.advance(Duration.ofDays(2));
    seen.lookAfterTheIdle();

    assertThat(client()).isNull();
    assertThat(looped.log().state().has(Clients.keyOf("closed"))).isTrue();
  }
}
