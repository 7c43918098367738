package dev.gamelan.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking, as far as a token proves it.
 *
 * @param name unique and lasting: that of a local token, or {@code <issuer's name>:<subject>};
 *     short, and safe in logs, records and meters
 * @param groups that the caller belongs to, as the token or the file of local tokens names them
 * @param clientId the program that asks on the caller's behalf; null where that is not known
 * @param account null where a local token was shown
 */
public record Caller(
    String name,
    Set<Role> roles,
    Set<String> groups,
    @Nullable String clientId,
    @Nullable Account account) {
  /** The exchange attribute that holds the caller of an authenticated request. */
  public static final String ATTRIBUTE = Caller.class.getName();

  public Caller {
    roles = Set.copyOf(roles);
    groups = Set.copyOf(groups);
  }

  /** One who showed a local token. */
  public Caller(String name, Set<Role> roles) {
    this(name, roles, Set.of(), null, null);
  }

  /** One who showed a local token that says more. */
  public Caller(String name, Set<Role> roles, Set<String> groups, @Nullable String clientId) {
    this(name, roles, groups, clientId, null);
  }

  /** One of whom an authorization server tells. */
  public Caller(String name, Set<Role> roles, Account account) {
    this(name, roles, account.groups(), account.clientId(), account);
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  public String displayName() {
    return account == null ? name : account.displayName();
  }
}
