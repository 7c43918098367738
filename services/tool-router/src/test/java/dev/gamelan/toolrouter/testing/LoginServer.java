package dev.gamelan.toolrouter.testing;

import com.nimbusds.oauth2.sdk.TokenRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/** An authorization server whose tokens are for the gateway. */
public final class LoginServer implements AutoCloseable {
  /** The endpoint as its tokens name it; where it is really reached differs in tests. */
  public static final String RESOURCE = "http://gamelan.test/mcp";

  private static final String ISSUER = "us";

  private final MockOAuth2Server server = new MockOAuth2Server();

  public LoginServer() {
    server.start();
  }

  /** What makes a router believe this server. */
  public String[] settings() {
    return new String[] {
      "gamelan.identity.oauth.resource=" + RESOURCE,
      "gamelan.identity.oauth.patience=30s",
      "gamelan.identity.oauth.issuers[0].issuer=" + server.issuerUrl(ISSUER),
      "gamelan.identity.oauth.issuers[0].name=us"
    };
  }

  public String token(String subject, String scope) {
    return server.issueToken(ISSUER, "mcp-client", callback(subject, scope)).serialize();
  }

  /** The next login ends with a token of this subject and scope. */
  public void nextLogin(String subject, String scope) {
    server.enqueueCallback(callback(subject, scope));
  }

  private static DefaultOAuth2TokenCallback callback(String subject, String scope) {
    return new DefaultOAuth2TokenCallback(
        ISSUER, subject, "JWT", List.of(RESOURCE), Map.of("scope", scope), 300) {
      /** Without the name of the server's tenant, which a client of another kind would not have. */
      @Override
      public Map<String, Object> addClaims(TokenRequest request) {
        return new HashMap<>(Map.of("scope", scope, "azp", "mcp-client"));
      }
    };
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
