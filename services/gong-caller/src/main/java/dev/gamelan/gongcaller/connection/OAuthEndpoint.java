package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.Alterations.Deed;
import dev.gamelan.gongcaller.connection.ConnectionInput.Unusable;
import dev.gamelan.identity.Caller;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where consent is asked for, and where browsers bring it. */
@RestController
class OAuthEndpoint {
  private final Consents consents;
  private final ConnectionStore store;
  private final Rights rights;
  private final Clock clock;

  OAuthEndpoint(Consents consents, ConnectionStore store, Rights rights, Clock clock) {
    this.consents = consents;
    this.store = store;
    this.rights = rights;
    this.clock = clock;
  }

  /** Where an administrator of Gong goes with a browser, and until when. */
  record Asked(URI authorizeUrl, Instant expiresAt) {}

  @PostMapping("/v1/connections/{connection}/oauth/authorize")
  ResponseEntity<?> ask(
      Caller caller,
      @PathVariable String connection,
      @RequestBody(required = false) byte @Nullable [] body) {
    Optional<Kept> seen = store.find(connection);
    if (seen.isPresent() && !rights.mayChange(caller, seen.get())
        || seen.isEmpty() && !rights.mayRegister(caller)) {
      return Replies.forbidden(rights.refuse(caller, connection, "change"));
    }
    if (seen.isEmpty()) {
      return Replies.unknown(connection);
    }
    try {
      var input = ConnectionInput.read(body == null ? new byte[0] : body, ConnectionInput.CONSENT);
      return switch (consents.ask(
          Deed.of(caller.name(), caller.displayName(), "consent-asked"),
          connection,
          kept -> rights.notAllowed(caller, kept),
          input.app(),
          input.scopes())) {
        case Consents.Beginning.Begun(URI url, Instant expiresAt) ->
            ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Asked(url, expiresAt));
        case Consents.Beginning.NotBegun(Outcome.Refused why) ->
            Replies.changed(why, clock.instant());
      };
    } catch (Unusable unusable) {
      return Replies.invalid(unusable.sentence());
    }
  }

  /** Open to all: the state is what lets somebody in, once. Nothing that was sent is sent back. */
  @GetMapping("/v1/oauth/callback")
  ResponseEntity<byte[]> callback(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String code,
      @RequestParam(required = false) @Nullable String error) {
    Consents.Ending ending = consents.finish(state, code, error);
    return ResponseEntity.status(ending.status())
        .contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
        .cacheControl(CacheControl.noStore())
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff")
        .body((ending.sentence() + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
