package dev.gamelan.toolrouter.admin.request;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.admin.desk.Code;
import dev.gamelan.toolrouter.admin.desk.Register;
import dev.gamelan.toolrouter.admin.desk.Register.Proposed;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.admin.desk.Wording;
import dev.gamelan.toolrouter.governance.Clients;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.governance.Rules;
import dev.gamelan.toolrouter.governance.document.AccessProfile;
import dev.gamelan.toolrouter.governance.document.AccessProfile.Terms;
import dev.gamelan.toolrouter.governance.document.AccessRequest;
import dev.gamelan.toolrouter.governance.document.AccessRequest.State;
import dev.gamelan.toolrouter.governance.document.AiClient;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.governance.document.KillSwitch;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.GovernanceState;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.governance.log.Proposal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes wishes for the access of a profile: one for a time is granted at once, any other waits for
 * somebody who decides.
 */
@Component
public final class AccessRequests {
  private static final int LONGEST_JUSTIFICATION = 1000;
  private static final int MOST_PENDING = 10;
  private static final int MOST_A_DAY = 50;
  private static final Duration DAY = Duration.ofDays(1);

  private final Register register;
  private final Governance governance;
  private final Clock clock;

  AccessRequests(Register register, Governance governance, Clock clock) {
    this.register = register;
    this.governance = governance;
    this.clock = clock;
  }

  /** What somebody asks for, and why. */
  public record Wish(String profile, @Nullable String justification) {}

  static DocumentKey key(String connection, String id) {
    return new DocumentKey(GovernedKind.REQUEST, connection, id);
  }

  /**
   * May block.
   *
   * @param id the same for a retry, which changes nothing and is answered alike
   */
  public Reply ask(Caller caller, String connection, String id, Wish wish) {
    Reply.Refused wrong =
        Wording.check("justification", wish.justification(), LONGEST_JUSTIFICATION);
    return wrong == null
        ? register.attempt(
            id, caller.name(), null, state -> asked(state, caller, connection, id, wish))
        : wrong;
  }

  private Proposed asked(
      GovernanceState state, Caller caller, String connection, String id, Wish wish) {
    Instant now = clock.instant();
    Governed earlier = state.find(key(connection, id));
    if (earlier != null) {
      return new Proposed.Already(again(earlier, caller, wish, now));
    }
    Governed governed =
        state.find(new DocumentKey(GovernedKind.PROFILE, connection, wish.profile()));
    AccessProfile profile = governed == null ? null : governed.as(AccessProfile.class);
    Reply.Refused refused = refused(state, caller, connection, wish, profile, now);
    if (refused != null || profile == null) {
      return new Proposed.Already(refused == null ? notYours() : refused);
    }
    AccessRequest request = request(caller, wish, profile, now);
    return new Proposed.Changes(
        List.of(new Change(key(connection, id), 0, Documents.write(request))),
        then -> new Reply.Made(RequestView.of(id, request, 1, now), 1));
  }

  private static Reply again(Governed earlier, Caller caller, Wish wish, Instant now) {
    AccessRequest request = earlier.as(AccessRequest.class);
    RequestView view = RequestView.of(earlier, now);
    return request != null
            && view != null
            && request.caller().equals(caller.name())
            && request.profile().equals(wish.profile())
        ? new Reply.Made(view, earlier.version())
        : new Reply.Refused(
            Code.KEY_REUSED,
            "This Idempotency-Key came with another request before; send a key of its own.");
  }

  private static Reply.Refused notYours() {
    return Reply.notFound("There is no access profile of this name that is meant for you.");
  }

  private Reply.@Nullable Refused refused(
      GovernanceState state,
      Caller caller,
      String connection,
      Wish wish,
      @Nullable AccessProfile profile,
      Instant now) {
    if (isClosed(state, caller, now)) {
      return new Reply.Refused(
          Code.CLIENT_CLOSED,
          "Your AI client was closed or stopped here, so nothing can be asked for through it."
              + " Trying again does not help; ask whoever governs this installation.");
    }
    if (profile == null || !profile.isFor(caller)) {
      return notYours();
    }
    if (profile.terms() == Terms.AUTOMATIC) {
      return new Reply.Refused(
          Code.ALREADY_YOURS, "The access of this profile is yours already, without asking.");
    }
    Collection<AccessRequest> own = state.requestsOf(connection, caller.name());
    for (AccessRequest one : own) {
      if (one.profile().equals(wish.profile()) && one.grantsAt(now)) {
        return new Reply.Refused(
            Code.ALREADY_YOURS, "You have the access of this profile already.");
      }
      if (one.profile().equals(wish.profile()) && one.state() == State.PENDING) {
        return new Reply.Refused(
            Code.ALREADY_ASKED, "You have asked for this already, and nobody has decided yet.");
      }
    }
    if (profile.justification()
        && (wish.justification() == null || wish.justification().isBlank())) {
      return new Reply.Refused(
          Code.JUSTIFICATION_NEEDED, "Say in justification what you need this access for.");
    }
    long pending = own.stream().filter(one -> one.state() == State.PENDING).count();
    long lately = own.stream().filter(one -> one.askedAt().plus(DAY).isAfter(now)).count();
    return pending < MOST_PENDING && lately < MOST_A_DAY
        ? null
        : new Reply.Refused(
            Code.TOO_MANY,
            "You have %d requests undecided and made %d in 24 hours, of %d and %d at most; withdraw"
                    .formatted(pending, lately, MOST_PENDING, MOST_A_DAY)
                + " some, or try again tomorrow.");
  }

  private boolean isClosed(GovernanceState state, Caller caller, Instant now) {
    String client = caller.clientId();
    if (client == null) {
      return false;
    }
    Rules rules = governance.rules();
    Governed governed = state.find(Clients.keyOf(client));
    AiClient known = governed == null ? null : governed.as(AiClient.class);
    return state.has(KillSwitch.client(client))
        || new Clients(state, rules.defaults()).stateOf(known, now) == AiClient.State.CLOSED;
  }

  private static AccessRequest request(
      Caller caller, Wish wish, AccessProfile profile, Instant now) {
    boolean atOnce = profile.terms() == Terms.TIMED;
    Duration lastsFor = profile.lastsFor();
    return new AccessRequest(
        wish.profile(),
        caller.name(),
        caller.displayName(),
        wish.justification(),
        atOnce ? State.GRANTED : State.PENDING,
        now,
        atOnce ? Proposal.GAMELAN : null,
        atOnce ? now : null,
        null,
        atOnce && lastsFor != null ? now.plus(lastsFor) : null);
  }
}
