package dev.gamelan.simulator.access;

import java.util.Set;

/** What a request may do by the credentials it brought, and under which name it is logged. */
public record Grant(String name, Set<String> scopes, boolean everything) {

  public Grant {
    scopes = Set.copyOf(scopes);
  }

  public boolean mayUse(String scope) {
    return everything || scopes.contains(scope);
  }
}
