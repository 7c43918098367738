package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.ConnectionInput.Unusable;
import dev.gamelan.identity.Caller;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Where administrators have a connection checked. */
@RestController
class CheckEndpoint {
  private final Checks checks;
  private final ConnectionStore store;
  private final Rights rights;

  CheckEndpoint(Checks checks, ConnectionStore store, Rights rights) {
    this.checks = checks;
    this.store = store;
    this.rights = rights;
  }

  /** One unit of quota; with its scopes, one more for each that can be tried. */
  @PostMapping("/v1/connections/{connection}/check")
  ResponseEntity<?> check(
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
    boolean scopes;
    try {
      scopes =
          ConnectionInput.read(body == null ? new byte[0] : body, ConnectionInput.CHECK)
              .flag("scopes");
    } catch (Unusable unusable) {
      return Replies.invalid(unusable.sentence());
    }
    CheckView view = checks.check(caller.name(), seen.get(), scopes).orElse(null);
    if (view == null) {
      return Replies.problem(
          HttpStatus.CONFLICT,
          "A check of this connection is under way. It ends within two minutes.");
    }
    URI there = URI.create("/v1/connections/%s/checks/%s".formatted(connection, view.id()));
    return view.finished()
        ? ResponseEntity.ok().header("Content-Location", there.toString()).body(view)
        : ResponseEntity.accepted().location(there).body(view);
  }

  @GetMapping("/v1/connections/{connection}/checks/{id}")
  ResponseEntity<?> show(Caller caller, @PathVariable String connection, @PathVariable String id) {
    Optional<Kept> seen = store.find(connection);
    if (seen.isEmpty() || !rights.mayLookAt(caller, seen.get())) {
      return seen.isEmpty() && rights.mayLookAround(caller)
          ? Replies.unknown(connection)
          : Replies.forbidden(rights.refuse(caller, connection, "look"));
    }
    return uuid(id)
        .flatMap(known -> checks.find(seen.get(), known))
        .<ResponseEntity<?>>map(ResponseEntity::ok)
        .orElseGet(
            () ->
                Replies.problem(
                    HttpStatus.NOT_FOUND,
                    "There is no such check; the last ten of each connection are kept."));
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
