package dev.gamelan.identity.oauth;

import dev.gamelan.identity.Role;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The one table between scopes and roles. Asking for permits is for services, never by a scope. */
final class Granting {
  private final Map<Role, String> scopes = new EnumMap<>(Role.class);
  private final Map<Role, Set<String>> reservedFor;

  Granting(OAuthProperties.Scopes names, Map<Role, Set<String>> reservedFor) {
    scopes.put(Role.READ, names.read());
    scopes.put(Role.WRITE, names.write());
    scopes.put(Role.ADMIN, names.admin());
    scopes.put(Role.GOVERNANCE, names.governance());
    scopes.put(Role.CONNECTIONS, names.connections());
    scopes.put(Role.AUDIT, names.audit());
    if (scopes.values().stream().anyMatch(scope -> !scope.matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]+"))
        || Set.copyOf(scopes.values()).size() < scopes.size()) {
      throw new IllegalStateException(
          "gamelan.identity.oauth.scopes needs different names without spaces, quotes or"
              + " backslashes");
    }
    this.reservedFor = Map.copyOf(reservedFor);
  }

  Set<Role> roles(Set<String> granted, Set<String> groupsAndRoles) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    scopes.forEach(
        (role, scope) -> {
          if (granted.contains(scope) && openTo(role, groupsAndRoles)) {
            roles.add(role);
          }
        });
    if (roles.contains(Role.WRITE) && openTo(Role.READ, groupsAndRoles)) {
      roles.add(Role.READ);
    }
    return roles;
  }

  /**
   * Whether a token of these scopes has them for all of these roles; reserved ones do not matter.
   */
  boolean covers(Set<String> granted, Set<Role> roles) {
    return roles.stream()
        .allMatch(
            role ->
                granted.contains(scopes.get(role))
                    || (role == Role.READ && granted.contains(scopes.get(Role.WRITE))));
  }

  private boolean openTo(Role role, Set<String> groupsAndRoles) {
    Set<String> needed = reservedFor.get(role);
    return needed == null || needed.stream().anyMatch(groupsAndRoles::contains);
  }

  /** In the order of the roles, with spaces between, as challenges and metadata write them. */
  String scopes(Collection<Role> roles) {
    return roles.stream()
        .sorted()
        .distinct()
        .map(scopes::get)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" "));
  }
}
