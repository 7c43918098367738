package dev.gamelan.toolrouter.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.RulesOf;
import dev.gamelan.toolrouter.governance.document.CatalogueSeen;
import dev.gamelan.toolrouter.governance.document.Defaults;
import dev.gamelan.toolrouter.governance.document.Defaults.ChangedEffect;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.ToolApproval;
import dev.gamelan.toolrouter.governance.document.ToolApproval.State;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.governance.log.LoopedLog;
import dev.gamelan.toolrouter.governance.log.Proposal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindingTest {
  private static final Instant NOW = Instant.parse("2026-05-10T08:00:00Z");
  private static final Catalog CATALOG = Catalog.load();
  private static final Tool WRITING =
      CATALOG.tools().stream()
          .filter(tool -> tool.effect() == Effect.WRITE)
          .findFirst()
          .orElseThrow();

  private final LoopedLog looped = new LoopedLog(Clock.systemUTC());

  private Finding finding(Instant at) {
    return new Finding(CATALOG, RulesOf.closed(looped.log().state()), "default", at);
  }

  private void discover() {
    finding(NOW).proposal().ifPresent(proposal -> looped.log().append(proposal));
  }

  private ToolApproval approval(String tool) {
    Governed governed =
        looped.log().state().find(new DocumentKey(GovernedKind.TOOL, "default", tool));
    return Objects.requireNonNull(Objects.requireNonNull(governed).as(ToolApproval.class));
  }

  private void put(String tool, State state, Effect effect, @Nullable State was) {
    looped.put(
        GovernedKind.TOOL,
        "default",
        tool,
        new ToolApproval(state, "why", "ann", NOW, null, effect, was));
  }

  private CatalogueSeen catalogue() {
    Governed governed =
        looped
            .log()
            .state()
            .find(new DocumentKey(GovernedKind.CATALOGUE, "default", CatalogueSeen.NAME));
    return Objects.requireNonNull(Objects.requireNonNull(governed).as(CatalogueSeen.class));
  }

  private void catalogueOfEarlierBuild() {
    looped.put(
        GovernedKind.CATALOGUE,
        "default",
        CatalogueSeen.NAME,
        new CatalogueSeen(
            "earlier",
            NOW,
            List.of(
                new CatalogueSeen.Listed("gone", "GET /v2/gone", Effect.READ, "00"),
                new CatalogueSeen.Listed(
                    WRITING.name(), WRITING.operation().toString(), Effect.READ, "00")),
            null,
            null));
  }

  @Test
  void newToolsBeginByTheDefaultsAndTheCatalogueIsOnRecord() {
    discover();

    assertThat(CATALOG.tools())
        .allSatisfy(
            tool -> assertThat(approval(tool.name()).state()).isEqualTo(State.PENDING_REVIEW));
    assertThat(catalogue().version()).isEqualTo(CATALOG.version());
    assertThat(catalogue().tools()).hasSize(CATALOG.tools().size());
  }

  @Test
  void whereTheDefaultsSaySoTheyBeginApproved() {
    looped.put(
        GovernedKind.DEFAULTS,
        "default",
        Defaults.NAME,
        new Defaults(Defaults.NewTools.APPROVED, null, null, null));
    discover();

    assertThat(approval("gong_list_calls").state()).isEqualTo(State.APPROVED);
    assertThat(approval("gong_list_calls").by()).isEqualTo(Proposal.GAMELAN);
  }

  @Test
  void whereAllIsOnRecordNothingIsProposed() {
    discover();

    assertThat(finding(NOW.plusSeconds(60)).proposal()).isEmpty();
  }

  /** Two instances that discover at once write the same event, of which the second is void. */
  @Test
  void instancesThatFindTheSameProposeTheSameEvent() {
    Optional<Proposal> one = finding(NOW).proposal();
    Optional<Proposal> other = finding(NOW.plusSeconds(3)).proposal();

    assertThat(one.orElseThrow().eventId()).isEqualTo(other.orElseThrow().eventId());
    looped.log().append(one.orElseThrow());
    looped.log().append(other.orElseThrow());
    assertThat(
            looped
                .log()
                .state()
                .versionOf(new DocumentKey(GovernedKind.TOOL, "default", "gong_list_calls")))
        .isEqualTo(1);
  }

  @Test
  void whatSomebodyDecidedMakesTheNextFindingAnotherEvent() {
    Proposal first = finding(NOW).proposal().orElseThrow();
    put("gong_list_calls", State.DISABLED, Effect.READ, null);

    assertThat(finding(NOW).proposal().orElseThrow().eventId()).isNotEqualTo(first.eventId());
  }

  @Test
  void statesAreKeptAndWhatHasChangedIsOnRecord() {
    discover();
    put("gong_list_calls", State.DISABLED, Effect.READ, null);
    catalogueOfEarlierBuild();
    discover();

    assertThat(approval("gong_list_calls").state()).isEqualTo(State.DISABLED);
    CatalogueSeen.Difference difference = Objects.requireNonNull(catalogue().difference());
    assertThat(difference.removed()).containsExactly("gone");
    assertThat(difference.added()).hasSize(CATALOG.tools().size() - 1);
    assertThat(difference.changed())
        .singleElement()
        .satisfies(
            changed -> {
              assertThat(changed.name()).isEqualTo(WRITING.name());
              assertThat(changed.before().effect()).isEqualTo(Effect.READ);
              assertThat(changed.after().effect()).isEqualTo(Effect.WRITE);
            });
    assertThat(catalogue().superseded()).containsExactly("earlier");
  }

  @Test
  void anApprovedToolThatNowDoesMoreGoesBackToReview() {
    put(WRITING.name(), State.APPROVED, Effect.READ, null);
    discover();

    assertThat(approval(WRITING.name()).state()).isEqualTo(State.PENDING_REVIEW);
    assertThat(approval(WRITING.name()).reason()).contains("READ to WRITE");
  }

  @Test
  void anApprovedToolThatNowDoesLessStaysApproved() {
    put("gong_list_calls", State.APPROVED, Effect.WRITE, null);
    discover();

    assertThat(approval("gong_list_calls").state()).isEqualTo(State.APPROVED);
    assertThat(approval("gong_list_calls").effect()).isEqualTo(Effect.READ);
  }

  /** Else what is found for the second time would count as what came before. */
  @Test
  void theSameFindingAtAnotherTimeIsAnotherEvent() {
    discover();
    put("gong_list_calls", State.REMOVED, Effect.READ, State.APPROVED);
    Proposal first = finding(NOW).proposal().orElseThrow();
    discover();
    put("gong_list_calls", State.REMOVED, Effect.READ, State.APPROVED);

    assertThat(finding(NOW).proposal().orElseThrow().eventId()).isNotEqualTo(first.eventId());
    discover();
    assertThat(approval("gong_list_calls").state()).isEqualTo(State.APPROVED);
  }

  @Test
  void orKeepsItsStateWhereTheDefaultsSaySo() {
    looped.put(
        GovernedKind.DEFAULTS,
        "",
        Defaults.NAME,
        new Defaults(null, null, ChangedEffect.KEEP, null));
    put(WRITING.name(), State.APPROVED, Effect.READ, null);
    discover();

    assertThat(approval(WRITING.name()).state()).isEqualTo(State.APPROVED);
    assertThat(approval(WRITING.name()).effect()).isEqualTo(Effect.WRITE);
  }

  @Test
  void aToolThatIsMissingIsRemovedAndOneThatIsThereAgainReturnsToItsState() {
    put("gone", State.APPROVED, Effect.READ, null);
    put("gong_list_calls", State.REMOVED, Effect.READ, State.APPROVED);
    put(WRITING.name(), State.REMOVED, Effect.READ, State.APPROVED);
    discover();

    assertThat(approval("gone").state()).isEqualTo(State.REMOVED);
    assertThat(approval("gone").was()).isEqualTo(State.APPROVED);
    assertThat(approval("gong_list_calls").state()).isEqualTo(State.APPROVED);
    assertThat(approval(WRITING.name()).state()).isEqualTo(State.PENDING_REVIEW);
  }

  @Test
  void anEarlierBuildKnowsThatALaterOneWasHere() {
    looped.put(
        GovernedKind.CATALOGUE,
        "default",
        CatalogueSeen.NAME,
        new CatalogueSeen("later", NOW, List.of(), List.of(CATALOG.version()), null));
    assertThat(finding(NOW).isOfALaterBuild()).isTrue();

    looped.put(
        GovernedKind.CATALOGUE,
        "default",
        CatalogueSeen.NAME,
        new CatalogueSeen("another", NOW, List.of(), List.of("earlier"), null));
    assertThat(finding(NOW).isOfALaterBuild()).as("of another line").isFalse();
  }

  @Test
  void aLaterBuildUndoesWhatAnEarlierOneFound() {
    catalogueOfEarlierBuild();

    assertThat(finding(NOW).isOfALaterBuild()).isFalse();
    discover();
    assertThat(finding(NOW).isOfALaterBuild()).as("the latest itself").isFalse();
    assertThat(catalogue().superseded()).containsExactly("earlier");
  }
}
