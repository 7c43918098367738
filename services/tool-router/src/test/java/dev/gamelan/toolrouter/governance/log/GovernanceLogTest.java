package dev.gamelan.toolrouter.governance.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GovernanceLogTest {
  private static final DocumentKey KEY = new DocumentKey(GovernedKind.TOOL, "default", "a");
  private static final String APPROVED = "{\"state\":\"APPROVED\"}";

  private final LoopedLog looped = new LoopedLog(Clock.systemUTC());

  private static Proposal change(long expected, @Nullable String after) {
    return Proposal.of(List.of(new Change(KEY, expected, after)), "ann", "because");
  }

  @Test
  void isAcceptedOnceItHasComeBack() {
    Appended appended = looped.log().append(change(0, APPROVED));

    assertThat(appended).isEqualTo(new Appended.Accepted(Map.of(KEY, 1L), 0));
    assertThat(looped.log().state().versionOf(KEY)).isEqualTo(1);
    assertThat(looped.published().getFirst().getChangedBy()).isEqualTo("ann");
  }

  @Test
  void theEventCarriesWhatWasThereBefore() {
    looped.log().append(change(0, APPROVED));
    looped.log().append(change(1, null));

    assertThat(looped.published().get(1).getChanges().getFirst().getBefore()).isEqualTo(APPROVED);
    assertThat(looped.published().get(1).getChanges().getFirst().getAfter()).isNull();
  }

  @Test
  void aStaleProposalIsNotEvenPublished() {
    looped.log().append(change(0, APPROVED));

    assertThat(looped.log().append(change(0, null))).isEqualTo(new Appended.Stale(Map.of(KEY, 1L)));
    assertThat(looped.published()).hasSize(1);
  }

  /** Another instance was faster: its event stands before ours in the log. */
  @Test
  void theLogsOrderDecidesBetweenTwo() {
    List<GovernanceEvent> topic = new ArrayList<>();
    GovernanceLog[] log = new GovernanceLog[1];
    log[0] =
        new GovernanceLog(
            event -> {
              topic.add(
                  GovernanceStateTest.event(
                      "theirs", GovernanceStateTest.tool("a", 0, "{\"state\":\"DISABLED\"}")));
              topic.add(event);
              for (int at = 0; at < topic.size(); at++) {
                log[0].replay(at, topic.get(at));
              }
            },
            Duration.ofSeconds(1),
            Clock.systemUTC());
    log[0].caughtUp();

    assertThat(log[0].append(change(0, APPROVED))).isEqualTo(new Appended.Stale(Map.of(KEY, 1L)));
  }

  @Test
  void whatTheBrokerDoesNotTakeIsNotSaidToBeInForce() {
    GovernanceLog log =
        new GovernanceLog(
            event -> {
              throw new IllegalStateException("away");
            },
            Duration.ofSeconds(1),
            Clock.systemUTC());
    log.caughtUp();

    assertThat(log.append(change(0, APPROVED))).isEqualTo(new Appended.NotPublished(true));
  }

  @Test
  void whatDoesNotComeBackIsWaitedForOnlySoLong() {
    GovernanceLog log = new GovernanceLog(event -> {}, Duration.ofMillis(20), Clock.systemUTC());
    log.caughtUp();

    assertThat(log.append(change(0, APPROVED))).isEqualTo(new Appended.NotPublished(true));
  }

  @Test
  void nothingIsChangedBeforeAllIsKnown() {
    List<GovernanceEvent> topic = new ArrayList<>();
    GovernanceLog log = new GovernanceLog(topic::add, Duration.ofSeconds(1), Clock.systemUTC());

    assertThat(log.append(change(0, APPROVED))).isEqualTo(new Appended.NotPublished(false));
    assertThat(topic).isEmpty();
  }

  @Test
  void whoWantsToKnowHearsOfWhatIsInForceAlone() {
    List<String> heard = new ArrayList<>();
    looped.log().tell(folded -> heard.add(folded.event().getEventId()));
    Proposal first = change(0, APPROVED);
    looped.log().append(first);
    GovernanceEvent stale =
        GovernanceStateTest.event("stale", GovernanceStateTest.tool("a", 0, APPROVED));
    looped.log().replay(1, stale);

    assertThat(heard).containsExactly(first.eventId());
  }

  /** The broker may give the same record again after a reconnect. */
  @Test
  void aRecordThatComesAgainChangesNothing() {
    looped.log().append(change(0, APPROVED));
    GovernanceState state = looped.log().state();

    looped.log().replay(0, looped.published().getFirst());

    assertThat(looped.log().state()).isSameAs(state);
  }
}
