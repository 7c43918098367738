package dev.gamelan.toolrouter.admin.request;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.access.Access;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.governance.Profiles;
import dev.gamelan.toolrouter.governance.Rules;
import dev.gamelan.toolrouter.governance.Verdict;
import dev.gamelan.toolrouter.governance.document.AccessProfile;
import dev.gamelan.toolrouter.governance.document.AccessRequest;
import dev.gamelan.toolrouter.governance.document.ToolApproval.State;
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

/** What somebody may use, may ask for, and has asked for. */
@Component
public final class AccessView {
  private static final int MOST_REQUESTS = 50;

  private final Catalog catalog;
  private final Governance governance;
  private final Access access;
  private final Clock clock;

  AccessView(Catalog catalog, Governance governance, Access access, Clock clock) {
    this.catalog = catalog;
    this.governance = governance;
    this.access = access;
    this.clock = clock;
  }

  /**
   * @param tools that the caller may call now
   * @param requests the caller's own, latest first
   */
  public record Mine(
      String connection, List<String> tools, List<Offered> profiles, List<RequestView> requests) {}

  /**
   * An access profile that is meant for the caller.
   *
   * @param held whether the caller has its access now
   * @param tools that it gives, as far as they are approved
   */
  public record Offered(
      String name,
      @Nullable String title,
      AccessProfile.@Nullable Terms terms,
      @Nullable Duration lastsFor,
      boolean justification,
      boolean held,
      List<String> tools) {}

  public Mine of(Caller caller, String connection) {
    Rules rules = governance.rules();
    Instant now = clock.instant();
    Profiles profiles = new Profiles(rules.state(), rules.defaults());
    return new Mine(
        connection,
        catalog.tools().stream()
            .filter(tool -> access.of(caller, tool.effect()) == Access.Right.ALLOWED)
            .filter(tool -> rules.judge(caller, connection, tool, now) instanceof Verdict.Allowed)
            .map(Tool::name)
            .toList(),
        profiles.meantFor(caller, connection, now).stream()
            .map(meant -> offered(meant, profiles, rules, connection, now))
            .toList(),
        requests(rules.state(), caller, connection, now));
  }

  private Offered offered(
      Profiles.Meant meant, Profiles profiles, Rules rules, String connection, Instant now) {
    AccessProfile profile = meant.profile();
    return new Offered(
        meant.name(),
        profile.title(),
        profile.terms(),
        profile.lastsFor(),
        profile.justification(),
        meant.held(),
        catalog.tools().stream()
            .filter(tool -> profiles.gives(profile, connection, tool))
            .filter(tool -> rules.stateOf(connection, tool, now) == State.APPROVED)
            .map(Tool::name)
            .toList());
  }

  private static List<RequestView> requests(
      GovernanceState state, Caller caller, String connection, Instant now) {
    return state.all(GovernedKind.REQUEST, connection).stream()
        .filter(governed -> isOf(caller, governed))
        .map(governed -> RequestView.of(governed, now))
        .filter(Objects::nonNull)
        .sorted(Comparator.comparing(RequestView::askedAt).reversed())
        .limit(MOST_REQUESTS)
        .toList();
  }

  private static boolean isOf(Caller caller, Governed governed) {
    AccessRequest request = governed.as(AccessRequest.class);
    return request != null && request.caller().equals(caller.name());
  }
}
