package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.oauth.AuthorizationServer;
import dev.gamelan.gongcaller.oauth.OAuthApp;
import dev.gamelan.gongcaller.oauth.Proof;
import dev.gamelan.gongcaller.oauth.TokenAnswer;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What consent brought, as it is kept: tokens, the integration they are of, when they end. */
@Component
class Tokens {
  private static final String CLIENT_SECRET = "oauth-client-secret";

  private final OAuthStore oauth;
  private final Vault vault;
  private final AuthorizationServer gong;
  private final ConsentProperties properties;
  private final Clock clock;

  Tokens(
      OAuthStore oauth,
      Vault vault,
      AuthorizationServer gong,
      ConsentProperties properties,
      Clock clock) {
    this.oauth = oauth;
    this.vault = vault;
    this.gong = gong;
    this.properties = properties;
    this.clock = clock;
  }

  /** They end by themselves only once Gong renews them no more, so no end is known yet. */
  Succession.Fresh fresh(TokenAnswer.Granted granted, @Nullable String baseUrl) {
    return new Succession.Fresh(
        CredentialRow.OAUTH,
        baseUrl,
        HexFormat.of().formatHex(Proof.sha256(granted.accessToken())),
        null,
        Map.of(
            Vault.ACCESS_TOKEN,
            granted.accessToken(),
            Vault.REFRESH_TOKEN,
            granted.refreshToken()));
  }

  void keepRenewal(String connection, long generation, TokenAnswer.Granted granted) {
    Instant now = clock.instant();
    oauth.insert(
        new OAuthStore.Renewal(
            connection,
            generation,
            now.plus(properties.renewAfter(granted.lifetime())),
            now.plus(granted.lifetime()),
            0,
            String.join(" ", granted.scopes().stream().sorted().toList()),
            null));
  }

  void keepApp(ConnectionRow row, OAuthApp app) {
    oauth.keep(
        row.name(),
        new OAuthStore.App(app.clientId(), vault.seal(row, 0, CLIENT_SECRET, app.clientSecret())));
  }

  /** The connection's own integration, or the installation's. */
  Optional<OAuthApp> app(ConnectionRow row) {
    return oauth
        .app(row.name())
        .map(
            app ->
                new OAuthApp(app.clientId(), vault.open(row, 0, CLIENT_SECRET, app.sealedSecret())))
        .or(gong::app);
  }
}
