package dev.gamelan.identity.oauth;

import dev.gamelan.identity.Role;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose access tokens are accepted, and what is read from them. Without an issuer, none are.
 *
 * @param resource this service's own URL as clients know it; tokens must have been issued for it
 * @param resourceName what people are shown when they log in
 * @param resourceDocumentation where they can read more
 * @param issuers the authorization servers
 * @param audiences accepted in place of the resource's URL, for authorization servers that cannot
 *     issue tokens for a URL
 * @param algorithms by which tokens may be signed
 * @param leeway by how much the clocks of an issuer and of this machine may differ
 * @param patience how long a request waits for an issuer's keys
 * @param checkedAgainAfter how long a good token is believed without another check
 * @param keys how long an issuer's keys are used
 * @param claims where in a token things stand
 * @param scopes what stands for each role
 * @param offeredScopes the roles whose scopes clients are told of
 * @param firstScopes the roles whose scopes a client without a token is told to ask for
 * @param reservedFor roles that count only for members of one of these groups, or bearers of one of
 *     these roles of the authorization server
 */
@ConfigurationProperties(prefix = "gamelan.identity.oauth", ignoreUnknownFields = false)
public record OAuthProperties(
    @Nullable URI resource,
    @DefaultValue("Gamelan") String resourceName,
    @Nullable URI resourceDocumentation,
    @DefaultValue List<Issuer> issuers,
    @DefaultValue Set<String> audiences,
    @DefaultValue({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
        Set<String> algorithms,
    @DefaultValue("30s") Duration leeway,
    @DefaultValue("3s") Duration patience,
    @DefaultValue("30s") Duration checkedAgainAfter,
    @DefaultValue Keys keys,
    @DefaultValue Claims claims,
    @DefaultValue Scopes scopes,
    @DefaultValue({"read", "write"}) List<Role> offeredScopes,
    @DefaultValue("read") List<Role> firstScopes,
    @DefaultValue Map<Role, Set<String>> reservedFor) {

  /**
   * An authorization server.
   *
   * @param issuer exactly as it stands in its tokens
   * @param name the first part of its callers' names: changing it makes them other callers
   * @param metadata where its metadata is read, if not at the well-known places below the issuer
   */
  public record Issuer(
      @Nullable String issuer, @DefaultValue("oauth") String name, @Nullable URI metadata) {}

  /**
   * How long an issuer's keys are used.
   *
   * @param usedFor then they are read again; in the second half of it without anyone waiting
   * @param usedInOutage how long the last keys read are used while the issuer cannot be reached
   * @param readAtMostEvery how often an unknown key, or a failure, may make them be read again
   */
  public record Keys(
      @DefaultValue("10m") Duration usedFor,
      @DefaultValue("1h") Duration usedInOutage,
      @DefaultValue("10s") Duration readAtMostEvery) {}

  /**
   * Where in a token things stand: the name of a claim, a path with dots, or a JSON pointer.
   *
   * @param user the first that is there is shown to people
   * @param email the first that is there, unless {@code email_verified} is false
   * @param groups all that are there are joined
   * @param clientId the first that is there
   * @param roles all that are there are joined
   * @param scopes all that are there are joined; lists, or texts with spaces between
   */
  public record Claims(
      @DefaultValue({"preferred_username", "email", "name"}) List<String> user,
      @DefaultValue("email") List<String> email,
      @DefaultValue("groups") List<String> groups,
      @DefaultValue({"azp", "client_id", "appid", "cid"}) List<String> clientId,
      @DefaultValue({"realm_access.roles", "roles"}) List<String> roles,
      @DefaultValue({"scope", "scp"}) List<String> scopes) {}

  /** What stands for each role; a scope of writing includes reading. */
  public record Scopes(
      @DefaultValue("gong:read") String read,
      @DefaultValue("gong:write") String write,
      @DefaultValue("gamelan:admin") String admin,
      @DefaultValue("gamelan:governance") String governance,
      @DefaultValue("gamelan:connections") String connections,
      @DefaultValue("gamelan:audit") String audit) {}

  /** An issuer that was left empty is none, so that a deployment may have a place for one. */
  public OAuthProperties {
    issuers = issuers.stream().filter(each -> !"".equals(each.issuer())).toList();
  }

  public boolean enabled() {
    return !issuers.isEmpty();
  }
}
