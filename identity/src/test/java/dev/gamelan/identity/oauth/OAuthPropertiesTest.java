package dev.gamelan.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.identity.Role;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuthPropertiesTest {
  private static final String PREFIX = "gamelan.identity.oauth.";

  @Test
  void hasTheseDefaults() {
    OAuthProperties defaults = Bound.properties(Map.of());

    assertThat(defaults)
        .isEqualTo(
            new OAuthProperties(
                null,
                "Gamelan",
                null,
                List.of(),
                Set.of(),
                Set.of(
                    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                    "ES512"),
                Duration.ofSeconds(30),
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                new OAuthProperties.Keys(
                    Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofSeconds(10)),
                new OAuthProperties.Claims(
                    List.of("preferred_username", "email", "name"),
                    List.of("email"),
                    List.of("groups"),
                    List.of("azp", "client_id", "appid", "cid"),
                    List.of("realm_access.roles", "roles"),
                    List.of("scope", "scp")),
                new OAuthProperties.Scopes(
                    "gong:read",
                    "gong:write",
                    "gamelan:admin",
                    "gamelan:governance",
                    "gamelan:connections",
                    "gamelan:audit"),
                List.of(Role.READ, Role.WRITE),
                List.of(Role.READ),
                Map.of()));
    assertThat(defaults.enabled()).isFalse();
  }

  @Test
  void hasTheseKeys() {
    Map<String, String> settings = new HashMap<>();
    settings.put("resource", "https://gamelan.example.com/mcp");
    settings.put("resource-name", "Our Gong");
    settings.put("resource-documentation", "https://wiki.example.com/gong");
    settings.put("issuers[0].issuer", "https://login.example.com");
    settings.put("issuers[0].name", "login");
    settings.put("issuers[0].metadata", "http://login:8080/metadata");
    settings.put("audiences", "api://gamelan");
    settings.put("algorithms", "ES256");
    settings.put("leeway", "5s");
    settings.put("patience", "1s");
    settings.put("checked-again-after", "4s");
    settings.put("keys.used-for", "1m");
    settings.put("keys.used-in-outage", "2m");
    settings.put("keys.read-at-most-every", "3s");
    settings.put("claims.user", "upn");
    settings.put("claims.email", "mail");
    settings.put("claims.groups", "teams");
    settings.put("claims.client-id", "app");
    settings.put("claims.roles", "/resource_access/gamelan/roles");
    settings.put("claims.scopes", "permissions");
    settings.put("scopes.read", "r");
    settings.put("scopes.write", "w");
    settings.put("scopes.admin", "a");
    settings.put("scopes.governance", "g");
    settings.put("scopes.connections", "c");
    settings.put("scopes.audit", "u");
    settings.put("offered-scopes", "audit");
    settings.put("first-scopes", "audit,read");
    settings.put("reserved-for.write", "/editors");
    Map<String, String> prefixed = new HashMap<>();
    settings.forEach((key, value) -> prefixed.put(PREFIX + key, value));

    assertThat(Bound.properties(prefixed))
        .isEqualTo(
            new OAuthProperties(
                URI.create("https://gamelan.example.com/mcp"),
                "Our Gong",
                URI.create("https://wiki.example.com/gong"),
                List.of(
                    new OAuthProperties.Issuer(
                        "https://login.example.com",
                        "login",
                        URI.create("http://login:8080/metadata"))),
                Set.of("api://gamelan"),
                Set.of("ES256"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                new OAuthProperties.Keys(
                    Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofSeconds(3)),
                new OAuthProperties.Claims(
                    List.of("upn"),
                    List.of("mail"),
                    List.of("teams"),
                    List.of("app"),
                    List.of("/resource_access/gamelan/roles"),
                    List.of("permissions")),
                new OAuthProperties.Scopes("r", "w", "a", "g", "c", "u"),
                List.of(Role.AUDIT),
                List.of(Role.AUDIT, Role.READ),
                Map.of(Role.WRITE, Set.of("/editors"))));
  }

  @Test
  void aKeyThatDoesNotExistStopsTheStart() {
    assertThatThrownBy(() -> Bound.properties(Map.of(PREFIX + "issuer", "https://x.example.com")))
        .rootCause()
        .hasMessageContaining(PREFIX + "issuer");
  }

  @Test
  void anIssuerThatWasLeftEmptyIsNone() {
    OAuthProperties properties =
        Bound.properties(
            Map.of(
                PREFIX + "issuers[0].issuer", "",
                PREFIX + "issuers[0].name", "oauth",
                PREFIX + "issuers[0].metadata", ""));

    assertThat(properties.issuers()).isEmpty();
    assertThat(properties.enabled()).isFalse();
  }

  @Test
  void anIssuerIsCalledOauthWhereItHasNoName() {
    assertThat(Bound.properties(Map.of(PREFIX + "issuers[0].issuer", "https://x.example.com")))
        .extracting(properties -> properties.issuers().getFirst())
        .isEqualTo(new OAuthProperties.Issuer("https://x.example.com", "oauth", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          issuers[0].issuer=https://a.example.com | resource is not set
          resource=/mcp issuers[0].issuer=https://a.example.com | resource must be an http or https URL
          resource=https://g.example.com/mcp?a=b issuers[0].issuer=https://a.example.com | without query and fragment
          resource=https://g.example.com/mcp#a issuers[0].issuer=https://a.example.com | without query and fragment
          resource=ftp://g.example.com/mcp issuers[0].issuer=https://a.example.com | must be an http or https URL
          resource=https://g.example.com/mcp issuers[0].name=a | issuers[].issuer is not set
          resource=https://g.example.com/mcp issuers[0].issuer=keycloak | issuers[].issuer must be an http or https URL
          resource=https://g.example.com/mcp issuers[0].issuer=https://a.example.com issuers[0].name=A:b | needs names of up to 20
          resource=https://g.example.com/mcp issuers[0].issuer=https://a.example.com issuers[1].issuer=https://b.example.com | each different; oauth is not
          resource=https://g.example.com/mcp issuers[0].issuer=https://a.example.com issuers[1].issuer=https://a.example.com issuers[1].name=b | names https://a.example.com twice
          """)
  void aConfigurationThatMakesNoSenseStopsTheStartWithAReason(String settings, String reason) {
    Map<String, String> prefixed = new HashMap<>();
    for (String setting : settings.split(" ")) {
      String[] pair = setting.split("=", 2);
      prefixed.put(PREFIX + pair[0], pair[1]);
    }
    OAuthProperties properties = Bound.properties(prefixed);

    assertThatThrownBy(() -> OAuth.of(properties, () -> Instant.EPOCH, Runnable::run))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(reason);
  }
}
