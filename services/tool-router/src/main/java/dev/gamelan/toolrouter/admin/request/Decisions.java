package dev.gamelan.toolrouter.admin.request;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.admin.desk.Asked;
import dev.gamelan.toolrouter.admin.desk.Code;
import dev.gamelan.toolrouter.admin.desk.Need;
import dev.gamelan.toolrouter.admin.desk.Register;
import dev.gamelan.toolrouter.admin.desk.Register.Proposed;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.admin.desk.Wording;
import dev.gamelan.toolrouter.governance.document.AccessProfile;
import dev.gamelan.toolrouter.governance.document.AccessRequest;
import dev.gamelan.toolrouter.governance.document.AccessRequest.State;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.GovernanceState;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides about requests: an approver of the profile does, or whoever governs, and nobody about
 * their own.
 */
@Component
class Decisions {
  private static final int LONGEST_NOTE = 1000;

  private final Register register;
  private final Clock clock;

  Decisions(Register register, Clock clock) {
    this.register = register;
    this.clock = clock;
  }

  /**
   * @param until when granted access ends; null leaves it to the profile
   */
  record Wish(@Nullable String note, @Nullable Instant until) {}

  /** What can be done about a request. */
  enum Deed {
    APPROVE(State.PENDING, State.GRANTED),
    DENY(State.PENDING, State.DENIED),
    WITHDRAW(State.PENDING, State.WITHDRAWN),
    REVOKE(State.GRANTED, State.REVOKED);

    private final State from;
    private final State to;

    Deed(State from, State to) {
      this.from = from;
      this.to = to;
    }
  }

  /** The requests that concern a caller: latest first. */
  List<RequestView> concerning(Caller caller, String connection) {
    Instant now = clock.instant();
    GovernanceState state = register.state();
    boolean all = Need.governs(caller);
    return state.all(GovernedKind.REQUEST, connection).stream()
        .filter(governed -> all || concerns(state, governed, caller, connection))
        .map(governed -> RequestView.of(governed, now))
        .filter(Objects::nonNull)
        .sorted(
            Comparator.comparing(RequestView::askedAt).reversed().thenComparing(RequestView::id))
        .toList();
  }

  private static boolean concerns(
      GovernanceState state, Governed governed, Caller caller, String connection) {
    AccessRequest request = governed.as(AccessRequest.class);
    return request != null
        && (request.caller().equals(caller.name())
            || isApprover(state, request, caller, connection));
  }

  private static boolean isApprover(
      GovernanceState state, AccessRequest request, Caller caller, String connection) {
    Governed governed =
        state.find(new DocumentKey(GovernedKind.PROFILE, connection, request.profile()));
    AccessProfile profile = governed == null ? null : governed.as(AccessProfile.class);
    return profile != null && profile.approvers() != null && profile.approvers().include(caller);
  }

  /** Whoever may not even know of a request hears that there is none. */
  Reply decide(Asked asked, String connection, String id, Deed deed, Wish wish) {
    Instant now = clock.instant();
    Instant until = wish.until();
    Reply.Refused wrong = Wording.check("note", wish.note(), LONGEST_NOTE);
    if (wrong != null) {
      return wrong;
    }
    if (until != null && (deed != Deed.APPROVE || !until.isAfter(now))) {
      return Reply.invalid("until is for approvals, and a moment to come.");
    }
    return register.attempt(
        asked.id(),
        asked.caller().name(),
        wish.note(),
        state -> decided(state, asked, connection, id, deed, wish));
  }

  private Proposed decided(
      GovernanceState state, Asked asked, String connection, String id, Deed deed, Wish wish) {
    Caller caller = asked.caller();
    Instant now = clock.instant();
    Governed governed = state.find(AccessRequests.key(connection, id));
    AccessRequest request = governed == null ? null : governed.as(AccessRequest.class);
    if (governed == null
        || request == null
        || !(Need.governs(caller) || concerns(state, governed, caller, connection))) {
      return new Proposed.Already(Reply.notFound("There is no request with this id."));
    }
    Reply.Refused notTheirs = notTheirs(state, request, caller, connection, deed);
    if (notTheirs != null) {
      return new Proposed.Already(notTheirs);
    }
    if (request.state() == deed.to && caller.name().equals(request.decidedBy())) {
      return new Proposed.Already(
          new Reply.Shown(
              RequestView.of(id, request, governed.version(), now), governed.version()));
    }
    if (request.state() != deed.from) {
      return new Proposed.Already(
          new Reply.Refused(
              Code.ALREADY_DECIDED,
              "The request is %s already.".formatted(request.state().name()),
              governed.version()));
    }
    if (asked.ifMatch() != null) {
      Reply.Refused stale = Register.unmet(asked, true, governed.version());
      if (stale != null) {
        return new Proposed.Already(stale);
      }
    }
    AccessRequest decided = decided(state, request, caller, connection, deed, wish, now);
    long version = governed.version();
    return new Proposed.Changes(
        List.of(new Change(governed.key(), version, Documents.write(decided))),
        then -> new Reply.Shown(RequestView.of(id, decided, version + 1, now), version + 1));
  }

  private static Reply.@Nullable Refused notTheirs(
      GovernanceState state, AccessRequest request, Caller caller, String connection, Deed deed) {
    boolean own = request.caller().equals(caller.name());
    boolean decides = Need.governs(caller) || isApprover(state, request, caller, connection);
    return switch (deed) {
      case WITHDRAW ->
          own
              ? null
              : new Reply.Refused(
                  Code.NOT_ALLOWED, "Only whoever asked may withdraw a request; deny it instead.");
      case APPROVE, DENY ->
          own
              ? new Reply.Refused(
                  Code.OWN_REQUEST,
                  "Nobody decides about their own request; another approver has to. You may"
                      + " withdraw it.")
              : decides ? null : notAnApprover();
      case REVOKE -> own || decides ? null : notAnApprover();
    };
  }

  private static Reply.Refused notAnApprover() {
    return new Reply.Refused(
        Code.NOT_ALLOWED,
        "An approver of the access profile decides about this, or the roles admin and governance.");
  }

  private static AccessRequest decided(
      GovernanceState state,
      AccessRequest request,
      Caller caller,
      String connection,
      Deed deed,
      Wish wish,
      Instant now) {
    return new AccessRequest(
        request.profile(),
        request.caller(),
        request.displayName(),
        request.justification(),
        deed.to,
        request.askedAt(),
        caller.name(),
        now,
        wish.note(),
        deed == Deed.APPROVE ? until(state, request, connection, wish, now) : request.until());
  }

  /** As the approver says, but never longer than the profile does. */
  private static @Nullable Instant until(
      GovernanceState state, AccessRequest request, String connection, Wish wish, Instant now) {
    Governed governed =
        state.find(new DocumentKey(GovernedKind.PROFILE, connection, request.profile()));
    AccessProfile profile = governed == null ? null : governed.as(AccessProfile.class);
    Duration lastsFor = profile == null ? null : profile.lastsFor();
    Instant longest = lastsFor == null ? null : now.plus(lastsFor);
    Instant until = wish.until();
    if (until == null || longest == null) {
      return until == null ? longest : until;
    }
    return until.isBefore(longest) ? until : longest;
  }
}
