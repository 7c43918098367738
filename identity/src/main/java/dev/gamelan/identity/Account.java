package dev.gamelan.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization server says about whom it issued a token for.
 *
 * @param issuer with the subject, the one identity that stays when names change
 * @param displayName for people to read; neither unique nor lasting
 * @param clientId the program that asks on the account's behalf
 * @param scopes what the token was granted, also what means nothing here
 * @param email as the authorization server has checked it; null where it does not say
 * @param groups as the authorization server names them
 * @param roles as the authorization server names them; what they may do here is {@link
 *     Caller#roles()}
 */
public record Account(
    String issuer,
    String subject,
    String displayName,
    @Nullable String clientId,
    @Nullable String email,
    Set<String> scopes,
    Set<String> groups,
    Set<String> roles) {
  public Account {
    scopes = Set.copyOf(scopes);
    groups = Set.copyOf(groups);
    roles = Set.copyOf(roles);
  }

  /** Of whom no email is known. */
  public Account(
      String issuer,
      String subject,
      String displayName,
      @Nullable String clientId,
      Set<String> scopes,
      Set<String> groups,
      Set<String> roles) {
    this(issuer, subject, displayName, clientId, null, scopes, groups, roles);
  }
}
