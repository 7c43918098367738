package dev.gamelan.toolrouter.admin.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.admin.desk.Code;
import dev.gamelan.toolrouter.admin.desk.Register;
import dev.gamelan.toolrouter.admin.desk.RegisterOf;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.admin.request.Decisions.Deed;
import dev.gamelan.toolrouter.governance.GovernanceOf;
import dev.gamelan.toolrouter.governance.document.AccessProfile;
import dev.gamelan.toolrouter.governance.document.AccessProfile.Approvers;
import dev.gamelan.toolrouter.governance.document.AccessProfile.Terms;
import dev.gamelan.toolrouter.governance.document.AccessRequest;
import dev.gamelan.toolrouter.governance.document.AccessRequest.State;
import dev.gamelan.toolrouter.governance.document.AiClient;
import dev.gamelan.toolrouter.governance.document.KillSwitch;
import dev.gamelan.toolrouter.governance.log.LoopedLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessRequestsTest {
  private static final Instant NOW = Instant.parse("2026-05-10T08:00:00Z");
  private static final Caller ANN =
      new Caller("ann", Set.of(Role.READ), Set.of("/sales"), "claude");
  private static final Caller BOB = new Caller("bob", Set.of(Role.READ));
  private static final Caller BOSS = new Caller("boss", Set.of(Role.GOVERNANCE));

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final LoopedLog looped = new LoopedLog(clock);
  private final Register register = RegisterOf.log(looped.log());
  private final AccessRequests requests =
      new AccessRequests(register, GovernanceOf.closed(looped.log(), clock), clock);
  private final Decisions decisions = new Decisions(register, clock);
  private int asked;

  private void profile(Terms terms, @Nullable Duration lastsFor, boolean justification) {
    looped.put(
        GovernedKind.PROFILE,
        "default",
        "coaching",
        new AccessProfile(
            null,
            null,
            Set.of("/sales"),
            false,
            Set.of("calls"),
            terms,
            lastsFor,
            new Approvers(Set.of("bob", "ann"), null),
            justification));
  }

  private Reply ask(Caller caller, @Nullable String justification) {
    return requests.ask(
        caller, "default", "r" + ++asked, new AccessRequests.Wish("coaching", justification));
  }

  private Reply decide(Caller caller, Deed deed, @Nullable Instant until) {
    return decisions.decide(
        RegisterOf.asked(caller, null), "default", "r1", deed, new Decisions.Wish(null, until));
  }

  private static Code code(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Refused.class);
    return ((Reply.Refused) reply).code();
  }

  private static RequestView view(Reply reply) {
    return switch (reply) {
      case Reply.Made(RequestView made, var ignored) -> made;
      case Reply.Shown(RequestView shown, var ignored) -> shown;
      default -> throw new AssertionError("Not done: " + reply);
    };
  }

  @Test
  void accessForATimeIsThereAtOnceAndEnds() {
    profile(Terms.TIMED, Duration.ofHours(8), false);

    RequestView granted = view(ask(ANN, null));

    assertThat(granted.state()).isEqualTo(State.GRANTED);
    assertThat(granted.until()).isEqualTo(NOW.plus(Duration.ofHours(8)));
    assertThat(granted.grants()).isTrue();
    assertThat(code(ask(ANN, null))).isEqualTo(Code.ALREADY_YOURS);
  }

  @Test
  void askingNeverGrantsWhatSomebodyHasToDecide() {
    profile(Terms.ON_REQUEST, null, false);

    assertThat(view(ask(ANN, null)).state()).isEqualTo(State.PENDING);
    assertThat(code(ask(ANN, null))).isEqualTo(Code.ALREADY_ASKED);
  }

  @Test
  void aProfileForOthersIsAsGoodAsNone() {
    profile(Terms.TIMED, Duration.ofHours(8), false);

    assertThat(code(ask(BOB, null))).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void whatIsHadAnywayIsNotAskedFor() {
    profile(Terms.AUTOMATIC, null, false);

    assertThat(code(ask(ANN, null))).isEqualTo(Code.ALREADY_YOURS);
  }

  @Test
  void aJustificationIsAskedForAndBounded() {
    profile(Terms.ON_REQUEST, null, true);

    assertThat(code(ask(ANN, " "))).isEqualTo(Code.JUSTIFICATION_NEEDED);
    assertThat(code(ask(ANN, "x".repeat(1001)))).isEqualTo(Code.INVALID);
    assertThat(code(ask(ANN, "red \u001b[31m text"))).isEqualTo(Code.INVALID);
    assertThat(view(ask(ANN, "a review")).justification()).isEqualTo("a review");
  }

  @Test
  void nobodyDecidesAboutTheirOwnRequest() {
    profile(Terms.ON_REQUEST, null, false);
    ask(ANN, null);

    assertThat(code(decide(ANN, Deed.APPROVE, null))).isEqualTo(Code.OWN_REQUEST);
    assertThat(code(decide(ANN, Deed.DENY, null))).isEqualTo(Code.OWN_REQUEST);
    Caller owner = new Caller("ann", Set.of(Role.ADMIN));
    assertThat(code(decide(owner, Deed.APPROVE, null))).isEqualTo(Code.OWN_REQUEST);
    assertThat(view(decide(ANN, Deed.WITHDRAW, null)).state()).isEqualTo(State.WITHDRAWN);
  }

  @Test
  void anApproverOrWhoGovernsDecidesAndNobodyElseKnowsOfIt() {
    profile(Terms.ON_REQUEST, null, false);
    ask(ANN, null);

    Caller stranger = new Caller("eve", Set.of(Role.READ));
    assertThat(code(decide(stranger, Deed.APPROVE, null))).isEqualTo(Code.NOT_FOUND);
    assertThat(decisions.concerning(stranger, "default")).isEmpty();
    assertThat(decisions.concerning(BOB, "default")).hasSize(1);
    assertThat(code(decide(BOB, Deed.WITHDRAW, null))).isEqualTo(Code.NOT_ALLOWED);
    assertThat(view(decide(BOB, Deed.APPROVE, null)).state()).isEqualTo(State.GRANTED);
    assertThat(view(decide(BOB, Deed.APPROVE, null)).decidedBy()).as("again").isEqualTo("bob");
    assertThat(code(decide(BOSS, Deed.DENY, null))).isEqualTo(Code.ALREADY_DECIDED);
    assertThat(view(decide(BOSS, Deed.REVOKE, null)).grants()).isFalse();
  }

  @Test
  void anApproverMayShortenWhatTheProfileAllowsAndNotLengthenIt() {
    profile(Terms.ON_REQUEST, Duration.ofHours(8), false);
    ask(ANN, null);

    assertThat(code(decide(BOB, Deed.APPROVE, NOW))).isEqualTo(Code.INVALID);
    assertThat(view(decide(BOB, Deed.APPROVE, NOW.plus(Duration.ofDays(9)))).until())
        .isEqualTo(NOW.plus(Duration.ofHours(8)));
  }

  @Test
  void whoHasTooMuchUndecidedWaits() {
    for (int i = 0; i < 10; i++) {
      looped.put(
          GovernedKind.PROFILE,
          "default",
          "p" + i,
          new AccessProfile(null, null, null, true, Set.of(), Terms.ON_REQUEST, null, null, false));
      view(requests.ask(ANN, "default", "q" + i, new AccessRequests.Wish("p" + i, null)));
    }
    profile(Terms.ON_REQUEST, null, false);

    assertThat(code(ask(ANN, null))).isEqualTo(Code.TOO_MANY);
  }

  @Test
  void throughAStoppedClientNothingIsAskedFor() {
    profile(Terms.TIMED, Duration.ofHours(8), false);
    looped.put(KillSwitch.client("claude"), new KillSwitch("boss", NOW, null));

    assertThat(code(ask(ANN, null))).isEqualTo(Code.CLIENT_CLOSED);
  }

  @Test
  void throughAClosedClientNothingIsAskedFor() {
    profile(Terms.TIMED, Duration.ofHours(8), false);
    looped.put(
        GovernedKind.CLIENT,
        "",
        "claude",
        new AiClient(null, AiClient.State.CLOSED, null, null, null, null, null));

    assertThat(code(ask(ANN, null))).isEqualTo(Code.CLIENT_CLOSED);
  }

  @Test
  void whoHasAskedTooOftenInADayWaits() {
    profile(Terms.ON_REQUEST, null, false);
    withdrawn(50, NOW.minus(Duration.ofHours(25)));
    view(requests.ask(ANN, "default", "after a day", new AccessRequests.Wish("coaching", null)));
    looped.put(AccessRequests.key("default", "after a day"), null);

    withdrawn(50, NOW.minus(Duration.ofHours(23)));

    assertThat(code(ask(ANN, null))).isEqualTo(Code.TOO_MANY);
  }

  private void withdrawn(int many, Instant at) {
    for (int i = 0; i < many; i++) {
      looped.put(
          GovernedKind.REQUEST,
          "default",
          at + "-" + i,
          new AccessRequest(
              "other", "ann", null, null, State.WITHDRAWN, at, "ann", at, null, null));
    }
  }

  @Test
  void aKeyThatComesAgainWithAnotherWishOrAnotherCallerIsRefused() {
    profile(Terms.ON_REQUEST, null, false);
    AccessRequests.Wish coaching = new AccessRequests.Wish("coaching", null);
    RequestView first = view(requests.ask(ANN, "default", "key", coaching));

    assertThat(view(requests.ask(ANN, "default", "key", coaching))).isEqualTo(first);
    assertThat(code(requests.ask(ANN, "default", "key", new AccessRequests.Wish("other", null))))
        .isEqualTo(Code.KEY_REUSED);
    assertThat(code(requests.ask(BOB, "default", "key", coaching))).isEqualTo(Code.KEY_REUSED);
  }
}
