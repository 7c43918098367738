package dev.gamelan.identity.guard;

import dev.gamelan.identity.Account;
import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.identity.oauth.ProtectedResource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of WWW-Authenticate that tell a client what to bring. */
public final class Challenges {
  private final @Nullable ProtectedResource resource;

  /**
   * @param resource null where only local tokens are known
   */
  Challenges(@Nullable ProtectedResource resource) {
    this.resource = resource;
  }

  String tokenNeeded() {
    return resource == null ? "Bearer" : "Bearer " + where(resource, resource.firstScopes());
  }

  String invalidToken(String sentence) {
    String error = "Bearer error=\"invalid_token\", error_description=\"%s\"".formatted(sentence);
    return resource == null ? error : error + ", " + where(resource, resource.firstScopes());
  }

  /**
   * The challenge that lets a caller come back with a token of more scopes: all those that the
   * operation needs, and those it had, in one. Empty where no token could help: for who showed a
   * local one, and for who has the scopes but not the membership that they are reserved for.
   */
  public Optional<String> insufficientScope(Caller caller, Set<Role> needed) {
    Account account = caller.account();
    if (resource == null || account == null || resource.covers(account, needed)) {
      return Optional.empty();
    }
    Set<Role> roles = EnumSet.copyOf(needed);
    roles.addAll(caller.roles());
    return Optional.of(
        "Bearer error=\"insufficient_scope\", "
            + where(resource, resource.scopes(roles))
            + ", error_description=\"The token lacks a scope that this needs.\"");
  }

  private static String where(ProtectedResource resource, String scopes) {
    String metadata = "resource_metadata=\"%s\"".formatted(resource.metadataUrl());
    return scopes.isEmpty() ? metadata : "scope=\"%s\", %s".formatted(scopes, metadata);
  }
}
