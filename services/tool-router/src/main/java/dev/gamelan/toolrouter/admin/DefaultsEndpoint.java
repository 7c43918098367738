package dev.gamelan.toolrouter.admin;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.admin.desk.Asked;
import dev.gamelan.toolrouter.admin.desk.Desk;
import dev.gamelan.toolrouter.admin.desk.Need;
import dev.gamelan.toolrouter.admin.desk.Register;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.governance.EffectiveDefaults;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.governance.document.Defaults;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What holds where nothing else is said: for all connections, or for one. */
@RestController
class DefaultsEndpoint {
  private static final String ALL = "/v1/defaults";
  private static final String ONE = "/v1/connections/{connection}/defaults";
  private static final Duration LONGEST = Duration.ofDays(3660);

  private final Desk desk;
  private final Register register;
  private final Governance governance;

  DefaultsEndpoint(Desk desk, Register register, Governance governance) {
    this.desk = desk;
    this.register = register;
    this.governance = governance;
  }

  /**
   * @param said here; null where nothing is
   * @param effective what holds with it, and with what is said for all connections
   */
  record View(@Nullable Defaults said, Defaults effective, long version) {}

  @GetMapping({ALL, ONE})
  Mono<ResponseEntity<?>> show(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable(required = false) @Nullable String connection) {
    String place = DocumentKey.placeOf(connection);
    return desk.receive(
        exchange,
        caller,
        Need.LOOK,
        place,
        asked -> {
          View view = view(place, register.state().find(key(place)));
          return new Reply.Shown(view, view.version());
        });
  }

  private View view(String connection, @Nullable Governed governed) {
    EffectiveDefaults holds = governance.rules().defaults();
    return new View(
        governed == null ? null : governed.as(Defaults.class),
        new Defaults(
            holds.newTools(connection),
            holds.withoutProfile(connection),
            holds.changedEffect(connection),
            new Defaults.Clients(
                holds.clientsHiddenAfter(),
                holds.clientsClosedAfter(),
                holds.clientsDeletedAfter(),
                holds.clientTypes(connection))),
        governed == null ? 0 : governed.version());
  }

  private static DocumentKey key(String connection) {
    return new DocumentKey(GovernedKind.DEFAULTS, connection, Defaults.NAME);
  }

  @PutMapping({ALL, ONE})
  Mono<ResponseEntity<?>> put(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable(required = false) @Nullable String connection) {
    String place = DocumentKey.placeOf(connection);
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        place,
        Defaults.class,
        (asked, wish) -> put(asked, place, wish));
  }

  private Reply put(Asked asked, String connection, Defaults wish) {
    Reply.Refused wrong = wrong(connection, wish);
    return wrong == null
        ? register.put(
            asked,
            key(connection),
            wish,
            asked.parameter("reason"),
            governed -> view(connection, governed))
        : wrong;
  }

  private static Reply.@Nullable Refused wrong(String connection, Defaults wish) {
    Defaults.Clients clients = wish.clients();
    if (clients == null) {
      return null;
    }
    List<Duration> times =
        Stream.of(clients.hiddenAfter(), clients.closedAfter(), clients.deletedAfter())
            .flatMap(Stream::ofNullable)
            .toList();
    if (!connection.isEmpty() && !times.isEmpty()) {
      return Reply.invalid(
          "AI clients age alike at all connections: say so in the defaults for all of them.");
    }
    return times.stream().allMatch(time -> !time.isNegative() && time.compareTo(LONGEST) <= 0)
        ? null
        : Reply.invalid("Clients' times must be from nothing to ten years, such as P7D.");
  }

  @DeleteMapping({ALL, ONE})
  Mono<ResponseEntity<?>> delete(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable(required = false) @Nullable String connection) {
    String place = DocumentKey.placeOf(connection);
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        place,
        asked -> register.delete(asked, key(place), List.of()));
  }
}
