package dev.gamelan.toolrouter.governance;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.document.AccessProfile;
import dev.gamelan.toolrouter.governance.document.Defaults.WithoutProfile;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Toolset;
import dev.gamelan.toolrouter.governance.log.GovernanceState;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which access profiles are meant for a caller, and what they give. */
public final class Profiles {
  /** The tool by which access is asked for. */
  public static final String ASKING_TOOL = "gamelan_request_access";

  private final GovernanceState state;
  private final EffectiveDefaults defaults;

  public Profiles(GovernanceState state, EffectiveDefaults defaults) {
    this.state = state;
    this.defaults = defaults;
  }

  /**
   * A profile that is meant for a caller.
   *
   * @param held whether the caller has its access now
   */
  public record Meant(String name, AccessProfile profile, boolean held) {}

  Verdict judge(Caller caller, String connection, Tool tool, Instant now) {
    if (defaults.withoutProfile(connection) == WithoutProfile.APPROVED_TOOLS) {
      return new Verdict.Allowed();
    }
    List<String> askable = new ArrayList<>();
    for (Governed governed : state.all(GovernedKind.PROFILE, connection)) {
      AccessProfile profile = governed.as(AccessProfile.class);
      if (profile == null || !profile.isFor(caller) || !gives(profile, connection, tool)) {
        continue;
      }
      if (isHeld(governed.key().name(), profile, caller, connection, now)) {
        return new Verdict.Allowed();
      }
      askable.add(governed.key().name());
    }
    askable.sort(null);
    return new Verdict.NoAccess(sentence(tool, connection, askable), askable);
  }

  private static String sentence(Tool tool, String connection, List<String> askable) {
    if (askable.isEmpty()) {
      return "No access profile gives %s to you. Ask whoever governs this installation."
          .formatted(tool.name());
    }
    return ("%s is not open to you yet. Ask for the access profile %s, with the tool %s or by POST"
            + " /v1/connections/%s/requests; then try again.")
        .formatted(tool.name(), String.join(" or ", askable), ASKING_TOOL, connection);
  }

  /** Sorted by name. */
  public List<Meant> meantFor(Caller caller, String connection, Instant now) {
    List<Meant> meant = new ArrayList<>();
    for (Governed governed : state.all(GovernedKind.PROFILE, connection)) {
      AccessProfile profile = governed.as(AccessProfile.class);
      if (profile != null && profile.isFor(caller)) {
        String name = governed.key().name();
        meant.add(new Meant(name, profile, isHeld(name, profile, caller, connection, now)));
      }
    }
    meant.sort(Comparator.comparing(Meant::name));
    return meant;
  }

  private boolean isHeld(
      String name, AccessProfile profile, Caller caller, String connection, Instant now) {
    return profile.terms() == AccessProfile.Terms.AUTOMATIC
        || state.requestsOf(connection, caller.name()).stream()
            .anyMatch(request -> request.profile().equals(name) && request.grantsAt(now));
  }

  public boolean gives(AccessProfile profile, String connection, Tool tool) {
    return profile.toolsets().stream().anyMatch(name -> contains(name, connection, tool));
  }

  /** A toolset that is not there, or is not understood, holds nothing. */
  public boolean contains(String toolset, String connection, Tool tool) {
    Optional<ReadyToolset> ready = ReadyToolset.named(toolset);
    if (ready.isPresent()) {
      return ready.get().contains(tool);
    }
    Governed governed = state.find(new DocumentKey(GovernedKind.TOOLSET, connection, toolset));
    Toolset own = governed == null ? null : governed.as(Toolset.class);
    return own != null && own.tools().contains(tool.name());
  }
}
