package dev.gamelan.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Role;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ProtectedResourceTest {
  private static ProtectedResource resource(String url, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("gamelan.identity.oauth.resource", url);
    settings.put("gamelan.identity.oauth.issuers[0].issuer", "https://login.example.com/realms/us");
    more.forEach((key, value) -> settings.put("gamelan.identity.oauth." + key, value));
    OAuthProperties properties = Bound.properties(settings);
    return new ProtectedResource(
        URI.create(url), properties, new Granting(properties.scopes(), Map.of()));
  }

  @Test
  void saysWhereTokensComeFromAndWhatTheyMayAskFor() {
    var resource =
        resource(
            "https://gamelan.example.com/mcp",
            Map.of("resource-documentation", "https://wiki.example.com/gong"));

    assertThat(new JsonMapper().readTree(resource.metadata()))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"resource": "https://gamelan.example.com/mcp",
                     "authorization_servers": ["https://login.example.com/realms/us"],
                     "scopes_supported": ["gong:read", "gong:write"],
                     "bearer_methods_supported": ["header"],
                     "resource_name": "Gamelan",
                     "resource_documentation": "https://wiki.example.com/gong"}
                    """));
    assertThat(resource.firstScopes()).isEqualTo("gong:read");
    assertThat(resource.scopes(List.of(Role.READ, Role.WRITE))).isEqualTo("gong:read gong:write");
  }

  @ParameterizedTest
  @CsvSource({
    "https://g.example.com/mcp, https://g.example.com/.well-known/oauth-protected-resource/mcp, 2",
    "https://g.example.com:8443/a/mcp,"
        + " https://g.example.com:8443/.well-known/oauth-protected-resource/a/mcp, 2",
    "https://g.example.com, https://g.example.com/.well-known/oauth-protected-resource, 1",
    "https://g.example.com/, https://g.example.com/.well-known/oauth-protected-resource, 1",
  })
  void theMetadataStandsBetweenTheHostAndThePath(String url, URI metadata, int places) {
    var resource = resource(url, Map.of());

    assertThat(resource.metadataUrl()).isEqualTo(metadata);
    assertThat(resource.paths())
        .hasSize(places)
        .contains("/.well-known/oauth-protected-resource", metadata.getPath());
  }
}
