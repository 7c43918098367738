package dev.gamelan.identity;

import java.util.Set;

/** Who is asking, as far as a token proves it. */
public record Caller(String name, Set<Role> roles) {
  /** The exchange attribute that holds the caller of an authenticated request. */
  public static final String ATTRIBUTE = Caller.class.getName();

  public Caller {
    roles = Set.copyOf(roles);
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }
}
