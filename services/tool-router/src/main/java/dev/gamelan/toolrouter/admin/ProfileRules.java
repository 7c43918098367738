package dev.gamelan.toolrouter.admin;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.admin.desk.Code;
import dev.gamelan.toolrouter.admin.desk.Register;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.admin.desk.Wording;
import dev.gamelan.toolrouter.governance.document.AccessProfile;
import dev.gamelan.toolrouter.governance.document.AccessProfile.Terms;
import dev.gamelan.toolrouter.governance.document.AccessRequest;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an access profile may be, and what goes with it when it goes. */
@Component
class ProfileRules {
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_PEOPLE = 2000;
  private static final int MOST_TOOLSETS = 100;
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Toolsets toolsets;
  private final Register register;
  private final Clock clock;

  ProfileRules(Toolsets toolsets, Register register, Clock clock) {
    this.toolsets = toolsets;
    this.register = register;
    this.clock = clock;
  }

  /** Null where nothing is. */
  Reply.@Nullable Refused wrong(String connection, String name, AccessProfile wish) {
    AccessProfile.Approvers approvers = wish.approvers();
    Reply.Refused wrong =
        Wording.first(
            Wording.isName(name)
                ? null
                : Reply.invalid(
                    "A profile's name has small letters, digits and hyphens, 64 at most, and begins"
                        + " with no hyphen."),
            Wording.check("title", wish.title(), LONGEST_TITLE),
            Wording.check("people", names(wish.people()), MOST_PEOPLE, LONGEST_NAME),
            Wording.check("groups", names(wish.groups()), MOST_PEOPLE, LONGEST_NAME),
            Wording.check("toolsets", wish.toolsets(), MOST_TOOLSETS, LONGEST_NAME),
            approvers == null
                ? null
                : Wording.first(
                    Wording.check(
                        "approvers.people", names(approvers.people()), MOST_PEOPLE, LONGEST_NAME),
                    Wording.check(
                        "approvers.groups", names(approvers.groups()), MOST_PEOPLE, LONGEST_NAME)),
            time(wish));
    if (wrong != null) {
      return wrong;
    }
    Optional<String> unknown =
        wish.toolsets().stream()
            .filter(toolset -> !toolsets.has(connection, toolset))
            .sorted()
            .findFirst();
    return unknown
        .map(
            toolset ->
                new Reply.Refused(
                    Code.UNKNOWN_TOOLSET,
                    "There is no toolset %s. List the toolsets for those there are."
                        .formatted(toolset)))
        .orElse(null);
  }

  private static Reply.@Nullable Refused time(AccessProfile wish) {
    Duration lastsFor = wish.lastsFor();
    if (lastsFor == null) {
      return wish.terms() == Terms.TIMED
          ? Reply.invalid("lastsFor is needed where access is for a time, such as PT8H.")
          : null;
    }
    if (wish.terms() == Terms.AUTOMATIC) {
      return Reply.invalid("lastsFor has no meaning where access is automatic.");
    }
    return lastsFor.compareTo(SHORTEST) < 0 || lastsFor.compareTo(LONGEST) > 0
        ? Reply.invalid("lastsFor must be from a minute to 366 days, such as PT8H.")
        : null;
  }

  private static Set<String> names(@Nullable Set<String> names) {
    return names == null ? Set.of() : names;
  }

  /** Requests that would else come to life again with another profile of the same name. */
  List<Change> revokedWith(String connection, String profile, Caller by) {
    Instant now = clock.instant();
    return register.state().all(GovernedKind.REQUEST, connection).stream()
        .flatMap(governed -> revoked(governed, profile, by, now).stream())
        .toList();
  }

  private static Optional<Change> revoked(
      Governed governed, String profile, Caller by, Instant now) {
    AccessRequest request = governed.as(AccessRequest.class);
    if (request == null
        || !request.profile().equals(profile)
        || !(request.state() == AccessRequest.State.PENDING || request.grantsAt(now))) {
      return Optional.empty();
    }
    AccessRequest revoked =
        new AccessRequest(
            request.profile(),
            request.caller(),
            request.displayName(),
            request.justification(),
            AccessRequest.State.REVOKED,
            request.askedAt(),
            by.name(),
            now,
            "The access profile was deleted.",
            null);
    return Optional.of(new Change(governed.key(), governed.version(), Documents.write(revoked)));
  }
}
