package dev.gamelan.toolrouter.admin;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.admin.desk.Asked;
import dev.gamelan.toolrouter.admin.desk.Desk;
import dev.gamelan.toolrouter.admin.desk.Need;
import dev.gamelan.toolrouter.admin.desk.Paging;
import dev.gamelan.toolrouter.admin.desk.Register;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.governance.document.AccessProfile;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Who may use which toolsets of a connection, and on which terms. */
@RestController
@RequestMapping("/v1/connections/{connection}/profiles")
class ProfileEndpoint {
  private final Desk desk;
  private final Register register;
  private final ProfileRules rules;

  ProfileEndpoint(Desk desk, Register register, ProfileRules rules) {
    this.desk = desk;
    this.register = register;
    this.rules = rules;
  }

  /**
   * @param profile null where a later version wrote it
   */
  record View(String name, @Nullable AccessProfile profile, long version) {
    static View of(Governed governed) {
      return new View(governed.key().name(), governed.as(AccessProfile.class), governed.version());
    }
  }

  record Listing(List<View> profiles, @Nullable String nextCursor) {}

  @GetMapping
  Mono<ResponseEntity<?>> list(
      ServerWebExchange exchange, Caller caller, @PathVariable String connection) {
    return desk.receive(exchange, caller, Need.LOOK, connection, asked -> list(asked, connection));
  }

  private Reply list(Asked asked, String connection) {
    Paging paging = Paging.of(asked);
    if (paging == null) {
      return Paging.wrong();
    }
    List<View> profiles =
        register.state().all(GovernedKind.PROFILE, connection).stream()
            .filter(Governed::isThere)
            .map(View::of)
            .sorted(Comparator.comparing(View::name))
            .toList();
    Paging.Piece<View> piece = paging.of(profiles, View::name);
    return new Reply.Shown(new Listing(piece.items(), piece.next()));
  }

  @GetMapping("/{profile}")
  Mono<ResponseEntity<?>> show(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String profile) {
    return desk.receive(
        exchange,
        caller,
        Need.LOOK,
        connection,
        asked -> {
          Governed governed = register.state().find(key(connection, profile));
          return governed != null && governed.isThere()
              ? new Reply.Shown(View.of(governed), governed.version())
              : Reply.notFound("There is no access profile of this name.");
        });
  }

  private static DocumentKey key(String connection, String name) {
    return new DocumentKey(GovernedKind.PROFILE, connection, name);
  }

  @PutMapping("/{profile}")
  Mono<ResponseEntity<?>> put(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String profile) {
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        connection,
        AccessProfile.class,
        (asked, wish) -> {
          Reply.Refused wrong = rules.wrong(connection, profile, wish);
          return wrong == null
              ? register.put(
                  asked, key(connection, profile), wish, asked.parameter("reason"), View::of)
              : wrong;
        });
  }

  /** Whoever had access by it has none any more, also if one of the same name comes again. */
  @DeleteMapping("/{profile}")
  Mono<ResponseEntity<?>> delete(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String profile) {
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        connection,
        asked ->
            register.delete(
                asked,
                key(connection, profile),
                rules.revokedWith(connection, profile, asked.caller())));
  }
}
