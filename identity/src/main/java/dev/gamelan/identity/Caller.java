package dev.gamelan.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking, as far as a token proves it.
 *
 * @param name unique and lasting: that of a local token, or {@code <issuer's name>:<subject>};
 *     short, and safe in logs, records and meters
 * @param account null where a local token was shown
 */
public record Caller(String name, Set<Role> roles, @Nullable Account account) {
  /** The exchange attribute that holds the caller of an authenticated request. */
  public static final String ATTRIBUTE = Caller.class.getName();

  public Caller {
    roles = Set.copyOf(roles);
  }

  /** One who showed a local token. */
  public Caller(String name, Set<Role> roles) {
    this(name, roles, null);
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  public String displayName() {
    return account == null ? name : account.displayName();
  }
}
