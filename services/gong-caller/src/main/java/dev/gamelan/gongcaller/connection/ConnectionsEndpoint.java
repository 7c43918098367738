package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.Alterations.Deed;
import dev.gamelan.gongcaller.connection.ConnectionInput.Unusable;
import dev.gamelan.gongcaller.gong.GongHosts;
import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.ConnectionStanding;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where administrators see to connections. What is secret goes in here and never comes out. */
@RestController
@RequestMapping("/v1/connections")
class ConnectionsEndpoint {
  private final Administration administration;
  private final ConnectionStore store;
  private final Rights rights;
  private final GongHosts hosts;
  private final Clock clock;

  ConnectionsEndpoint(
      Administration administration,
      ConnectionStore store,
      Rights rights,
      GongHosts hosts,
      Clock clock) {
    this.administration = administration;
    this.store = store;
    this.rights = rights;
    this.hosts = hosts;
    this.clock = clock;
  }

  /**
   * A page of connections.
   *
   * @param allowedBesides what may be asked that is not Gong, by the start-up configuration
   */
  record Page(
      List<ConnectionView> connections, List<String> allowedBesides, @Nullable String nextCursor) {}

  @GetMapping
  ResponseEntity<?> list(
      Caller caller,
      @RequestParam(defaultValue = "50") String limit,
      @RequestParam(defaultValue = "") String cursor) {
    if (!rights.mayLookAround(caller)) {
      return Replies.forbidden(rights.refuse(caller, "*", "list"));
    }
    int size;
    try {
      size = Integer.parseInt(limit);
    } catch (NumberFormatException noNumber) {
      size = 0;
    }
    if (size < 1 || size > 200) {
      return Replies.invalid("The limit is a number from 1 to 200.");
    }
    List<String> names =
        rights.mayLookAtAll(caller)
            ? store.names(cursor, size + 1)
            : store.namesOf(caller.name(), cursor, size + 1);
    List<ConnectionView> shown =
        names.stream()
            .limit(size)
            .flatMap(name -> store.find(name).stream())
            .map(kept -> ConnectionView.of(kept, clock.instant()))
            .toList();
    return ResponseEntity.ok(
        new Page(shown, hosts.besides(), names.size() > size ? names.get(size - 1) : null));
  }

  @PostMapping
  ResponseEntity<?> register(Caller caller, @RequestBody byte[] body) {
    if (!rights.mayRegister(caller)) {
      return Replies.forbidden(rights.refuse(caller, "*", "register"));
    }
    try {
      ConnectionInput input = ConnectionInput.read(body, ConnectionInput.REGISTER);
      String name = input.name();
      return Replies.created(
          administration.register(
              deed(caller, "registered"),
              name,
              rights.withOwner(caller, input.wishes()),
              input.credentials()),
          clock.instant());
    } catch (Unusable unusable) {
      return Replies.invalid(unusable.sentence());
    }
  }

  @GetMapping("/{connection}")
  ResponseEntity<?> show(Caller caller, @PathVariable String connection) {
    Optional<Kept> kept = store.find(connection);
    if (kept.isEmpty()) {
      return rights.mayLookAround(caller)
          ? Replies.unknown(connection)
          : Replies.forbidden(rights.refuse(caller, connection, "look"));
    }
    return rights.mayLookAt(caller, kept.get())
        ? Replies.shown(kept.get(), clock.instant())
        : Replies.forbidden(rights.refuse(caller, connection, "look"));
  }

  @PatchMapping("/{connection}")
  ResponseEntity<?> change(
      Caller caller,
      @PathVariable String connection,
      @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody byte[] body) {
    return changing(
        caller,
        connection,
        ifMatch,
        true,
        allowed -> {
          ConnectionInput input = ConnectionInput.read(body, ConnectionInput.CHANGE);
          return administration.change(
              deed(caller, "changed"), connection, allowed, input.wishes());
        });
  }

  @DeleteMapping("/{connection}")
  ResponseEntity<?> delete(
      Caller caller,
      @PathVariable String connection,
      @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return changing(
        caller,
        connection,
        ifMatch,
        true,
        allowed -> administration.delete(deed(caller, "deleted"), connection, allowed));
  }

  @PostMapping("/{connection}/pause")
  ResponseEntity<?> pause(
      Caller caller,
      @PathVariable String connection,
      @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return changing(
        caller,
        connection,
        ifMatch,
        false,
        allowed ->
            administration.stand(
                deed(caller, "paused"), connection, allowed, ConnectionStanding.PAUSED));
  }

  @PostMapping("/{connection}/resume")
  ResponseEntity<?> resume(
      Caller caller,
      @PathVariable String connection,
      @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return changing(
        caller,
        connection,
        ifMatch,
        false,
        allowed ->
            administration.stand(
                deed(caller, "resumed"), connection, allowed, ConnectionStanding.ACTIVE));
  }

  @PutMapping("/{connection}/credentials")
  ResponseEntity<?> load(
      Caller caller,
      @PathVariable String connection,
      @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody byte[] body) {
    return changing(
        caller,
        connection,
        ifMatch,
        true,
        allowed -> {
          ConnectionInput input = ConnectionInput.read(body, ConnectionInput.CREDENTIALS);
          return administration.load(
              deed(caller, "credentials-loaded"), connection, allowed, input.pair());
        });
  }

  @PostMapping("/{connection}/rotation")
  ResponseEntity<?> beginRotation(
      Caller caller,
      @PathVariable String connection,
      @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody(required = false) byte @Nullable [] body) {
    return changing(
        caller,
        connection,
        ifMatch,
        false,
        allowed -> {
          ConnectionInput input =
              ConnectionInput.read(body == null ? new byte[0] : body, ConnectionInput.ROTATION);
          return administration.beginRotation(
              deed(caller, "rotation-begun"), connection, allowed, input.lasts());
        });
  }

  @DeleteMapping("/{connection}/rotation")
  ResponseEntity<?> abandonRotation(
      Caller caller,
      @PathVariable String connection,
      @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return changing(
        caller,
        connection,
        ifMatch,
        false,
        allowed ->
            administration.abandonRotation(
                deed(caller, "rotation-abandoned"), connection, allowed));
  }

  /** A wish that may turn out not to be readable. */
  private interface Wish {
    Outcome become(Function<Kept, Optional<Outcome.Refused>> allowed) throws Unusable;
  }

  /**
   * @param mustMatch whether the caller has to have seen what is changed; where a repetition does
   *     no harm and haste may be called for, it need not
   */
  private ResponseEntity<?> changing(
      Caller caller, String connection, @Nullable String ifMatch, boolean mustMatch, Wish wish) {
    Optional<Kept> seen = store.find(connection);
    if (seen.isPresent() && !rights.mayChange(caller, seen.get())
        || seen.isEmpty() && !rights.mayRegister(caller)) {
      return Replies.forbidden(rights.refuse(caller, connection, "change"));
    }
    if (seen.isEmpty()) {
      return Replies.unknown(connection);
    }
    if (mustMatch && ifMatch == null) {
      return Replies.preconditionRequired();
    }
    try {
      return Replies.changed(
          wish.become(kept -> unlike(ifMatch, kept).or(() -> rights.notAllowed(caller, kept))),
          clock.instant());
    } catch (Unusable unusable) {
      return Replies.invalid(unusable.sentence());
    }
  }

  private static Optional<Outcome.Refused> unlike(@Nullable String ifMatch, Kept kept) {
    return ifMatch == null || ifMatch.equals("*") || ifMatch.equals(Replies.tag(kept))
        ? Optional.empty()
        : Optional.of(
            new Outcome.Refused(
                Outcome.Reason.STALE,
                "The connection has changed since you looked at it: look again, and send its new"
                    + " ETag as If-Match."));
  }

  private static Deed deed(Caller caller, String outcome) {
    return Deed.of(caller.name(), caller.displayName(), outcome);
  }
}
