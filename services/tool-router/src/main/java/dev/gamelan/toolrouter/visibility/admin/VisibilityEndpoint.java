package dev.gamelan.toolrouter.visibility.admin;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.VisibilityMirrored;
import dev.gamelan.toolrouter.admin.desk.Desk;
import dev.gamelan.toolrouter.admin.desk.Need;
import dev.gamelan.toolrouter.admin.desk.Register;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.visibility.Standings;
import dev.gamelan.toolrouter.visibility.VisibilitySettings;
import dev.gamelan.toolrouter.visibility.mirror.Mirrors;
import java.time.Instant;
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

/** Whose calls people may see of one connection, and what was last read of it at Gong. */
@RestController
@RequestMapping("/v1/connections/{connection}/visibility")
class VisibilityEndpoint {
  private final Desk desk;
  private final Register register;
  private final Standings standings;
  private final Mirrors mirrors;

  VisibilityEndpoint(Desk desk, Register register, Standings standings, Mirrors mirrors) {
    this.desk = desk;
    this.register = register;
    this.standings = standings;
    this.mirrors = mirrors;
  }

  /**
   * @param settings {@code OFF} where nothing is said
   * @param version 0 where nothing is said
   * @param reading how the last reading at Gong went; null where there was none
   */
  record View(VisibilitySettings settings, long version, @Nullable Reading reading) {}

  /**
   * @param readAt when what is gone by was read; null where nothing could be read yet
   * @param problem why the last try read nothing; null where it did
   * @param people how many of Gong's users are known
   * @param requests what the last try cost, in units of quota
   */
  record Reading(
      Instant triedAt,
      @Nullable Instant readAt,
      @Nullable String problem,
      int people,
      int requests) {
    static Reading of(VisibilityMirrored mirrored) {
      return new Reading(
          mirrored.getTriedAt(),
          mirrored.getReadAt(),
          mirrored.getProblem(),
          mirrored.getPeople().size(),
          mirrored.getRequests());
    }
  }

  @GetMapping
  Mono<ResponseEntity<?>> show(
      ServerWebExchange exchange, Caller caller, @PathVariable String connection) {
    return desk.receive(
        exchange,
        caller,
        Need.LOOK,
        connection,
        asked -> {
          View view = view(connection, register.state().find(VisibilitySettings.key(connection)));
          return new Reply.Shown(view, view.version());
        });
  }

  private View view(String connection, @Nullable Governed governed) {
    return new View(
        standings.settings(connection).orElseGet(VisibilitySettings::off),
        governed == null ? 0 : governed.version(),
        mirrors.last(connection).map(Reading::of).orElse(null));
  }

  @PutMapping
  Mono<ResponseEntity<?>> put(
      ServerWebExchange exchange, Caller caller, @PathVariable String connection) {
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        connection,
        VisibilitySettings.class,
        (asked, wish) ->
            register.put(
                asked,
                VisibilitySettings.key(connection),
                wish,
                asked.parameter("reason"),
                governed -> view(connection, governed)));
  }

  @DeleteMapping
  Mono<ResponseEntity<?>> delete(
      ServerWebExchange exchange, Caller caller, @PathVariable String connection) {
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        connection,
        asked -> register.delete(asked, VisibilitySettings.key(connection), List.of()));
  }
}
