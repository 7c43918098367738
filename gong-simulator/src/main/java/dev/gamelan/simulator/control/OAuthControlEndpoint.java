package dev.gamelan.simulator.control;

import dev.gamelan.simulator.oauth.AuthorizationServer;
import dev.gamelan.simulator.oauth.Conduct;
import dev.gamelan.simulator.oauth.OAuthClient;
import dev.gamelan.simulator.oauth.Tokens;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Steers the authorization server: its clients, its conduct, and which tokens it takes back. */
@RestController
@RequestMapping("/simulator/oauth")
class OAuthControlEndpoint {
  private final AuthorizationServer server;
  private final Tokens tokens;

  OAuthControlEndpoint(AuthorizationServer server, Tokens tokens) {
    this.server = server;
    this.tokens = tokens;
  }

  record ClientInput(
      @Nullable String clientId,
      @Nullable String clientSecret,
      @Nullable Set<String> redirectUris,
      @Nullable Set<String> scopes) {

    OAuthClient client() {
      return new OAuthClient(
          Objects.requireNonNullElse(clientId, ""),
          Objects.requireNonNullElse(clientSecret, ""),
          Objects.requireNonNullElse(redirectUris, Set.of()),
          Objects.requireNonNullElse(scopes, Set.of()));
    }
  }

  record ClientView(String clientId, Set<String> redirectUris, Set<String> scopes) {}

  /** What is taken back; without {@code consentToo} only access tokens. */
  record Revocation(@Nullable Boolean consentToo) {}

  @GetMapping("/clients")
  List<ClientView> clients() {
    return server.clients().stream()
        .map(one -> new ClientView(one.clientId(), one.redirectUris(), one.scopes()))
        .toList();
  }

  @PutMapping("/clients")
  List<ClientView> clients(@RequestBody List<ClientInput> changed) {
    server.clients(changed.stream().map(ClientInput::client).toList());
    return clients();
  }

  @GetMapping("/conduct")
  Conduct conduct() {
    return server.conduct();
  }

  @PutMapping("/conduct")
  Conduct conduct(@RequestBody Conduct changed) {
    server.conduct(changed);
    return changed;
  }

  @PostMapping("/revoke")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@RequestBody Revocation revocation) {
    tokens.revoke(Boolean.TRUE.equals(revocation.consentToo()));
  }
}
