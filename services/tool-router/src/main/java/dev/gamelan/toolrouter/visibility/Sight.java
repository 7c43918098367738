package dev.gamelan.toolrouter.visibility;

import dev.gamelan.toolrouter.visibility.mirror.CallAccess;
import dev.gamelan.toolrouter.visibility.mirror.CallAccess.Kind;
import dev.gamelan.toolrouter.visibility.mirror.Mirror;
import dev.gamelan.toolrouter.visibility.mirror.Person;
import java.util.List;

/**
 * What one person may see in Gong: by their permission profiles, and private calls by their own.
 */
final class Sight {
  private final Mirror mirror;
  private final Person person;

  Sight(Mirror mirror, Person person) {
    this.mirror = mirror;
    this.person = person;
  }

  /** Whether they may see a call; what cannot be told counts as no. */
  boolean sees(CallFacts call) {
    List<CallAccess> access = accessIn(workspaceOf(call));
    if (access.isEmpty()) {
      return false;
    }
    if (isTheirs(call)) {
      return true;
    }
    return !call.isPrivate()
        && access.stream().anyMatch(one -> shows(one, call.owner() == null ? "" : call.owner()));
  }

  /** Whether they may see what Gong counts of somebody's calls. */
  boolean seesCallsOf(String userId) {
    return access().stream().anyMatch(one -> userId.equals(person.userId()) || shows(one, userId));
  }

  /** Whether nothing but private calls is kept from them, in any workspace. */
  boolean seesAll() {
    return person.active()
        && !mirror.workspaces().isEmpty()
        && mirror.workspaces().stream()
            .allMatch(
                workspace -> accessIn(workspace).stream().anyMatch(one -> one.kind() == Kind.ALL));
  }

  private String workspaceOf(CallFacts call) {
    String named = call.workspace();
    if (named != null) {
      return named;
    }
    return mirror.workspaces().size() == 1 ? mirror.workspaces().iterator().next() : "";
  }

  private List<CallAccess> access() {
    return person.access().keySet().stream()
        .flatMap(workspace -> accessIn(workspace).stream())
        .toList();
  }

  private List<CallAccess> accessIn(String workspace) {
    return person.active()
        ? person.access().getOrDefault(workspace, List.of()).stream()
            .filter(one -> one.kind() != Kind.NONE)
            .toList()
        : List.of();
  }

  private boolean isTheirs(CallFacts call) {
    return person.userId().equals(call.owner()) || call.participants().contains(person.userId());
  }

  private boolean shows(CallAccess access, String owner) {
    return switch (access.kind()) {
      case ALL -> true;
      case MANAGERS_TEAM ->
          access.teamLeads().stream()
              .anyMatch(lead -> lead.equals(owner) || mirror.reportsTo(owner, lead));
      case REPORT_TO_THEM -> mirror.reportsTo(owner, person.userId());
      case OWN, NONE -> false;
    };
  }
}
