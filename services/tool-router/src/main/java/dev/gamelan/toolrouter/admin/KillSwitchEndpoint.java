package dev.gamelan.toolrouter.admin;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.admin.desk.Desk;
import dev.gamelan.toolrouter.admin.desk.Need;
import dev.gamelan.toolrouter.admin.desk.Paging;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.KillSwitch;
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

/** Stops everything, a connection, a tool or an AI client at once, and lets it go on. */
@RestController
@RequestMapping("/v1/kill-switches")
class KillSwitchEndpoint {
  private static final String INSTALLATION = "/installation";
  private static final String CLIENT = "/clients/{client}";
  private static final String CONNECTION = "/connections/{connection}";
  private static final String TOOL = "/connections/{connection}/tools/{tool}";

  private final Desk desk;
  private final Stops stops;

  KillSwitchEndpoint(Desk desk, Stops stops) {
    this.desk = desk;
    this.stops = stops;
  }

  /** Why, if anybody wants to say. */
  record Wish(@Nullable String reason) {}

  record Listing(List<Stops.View> killSwitches, @Nullable String nextCursor) {}

  @GetMapping
  Mono<ResponseEntity<?>> list(ServerWebExchange exchange, Caller caller) {
    return desk.receive(
        exchange,
        caller,
        Need.LOOK,
        DocumentKey.INSTALLATION,
        asked -> {
          Paging paging = Paging.of(asked);
          if (paging == null) {
            return Paging.wrong();
          }
          Paging.Piece<Stops.View> piece = paging.of(stops.all(), Stops.View::path);
          return new Reply.Shown(new Listing(piece.items(), piece.next()));
        });
  }

  @PutMapping(INSTALLATION)
  Mono<ResponseEntity<?>> stopAll(ServerWebExchange exchange, Caller caller) {
    return stop(exchange, caller, KillSwitch.installation());
  }

  @PutMapping(CLIENT)
  Mono<ResponseEntity<?>> stopClient(
      ServerWebExchange exchange, Caller caller, @PathVariable String client) {
    return stop(exchange, caller, KillSwitch.client(client));
  }

  @PutMapping(CONNECTION)
  Mono<ResponseEntity<?>> stopConnection(
      ServerWebExchange exchange, Caller caller, @PathVariable String connection) {
    return stop(exchange, caller, KillSwitch.connection(connection));
  }

  @PutMapping(TOOL)
  Mono<ResponseEntity<?>> stopTool(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String tool) {
    return stop(exchange, caller, KillSwitch.tool(connection, tool));
  }

  /** Also of a connection that this instance has not heard of: to stop it must always work. */
  private Mono<ResponseEntity<?>> stop(ServerWebExchange exchange, Caller caller, DocumentKey key) {
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        DocumentKey.INSTALLATION,
        Wish.class,
        (asked, wish) -> stops.stop(asked, key, wish.reason()));
  }

  @GetMapping(INSTALLATION)
  Mono<ResponseEntity<?>> showAll(ServerWebExchange exchange, Caller caller) {
    return show(exchange, caller, KillSwitch.installation());
  }

  @GetMapping(CLIENT)
  Mono<ResponseEntity<?>> showClient(
      ServerWebExchange exchange, Caller caller, @PathVariable String client) {
    return show(exchange, caller, KillSwitch.client(client));
  }

  @GetMapping(CONNECTION)
  Mono<ResponseEntity<?>> showConnection(
      ServerWebExchange exchange, Caller caller, @PathVariable String connection) {
    return show(exchange, caller, KillSwitch.connection(connection));
  }

  @GetMapping(TOOL)
  Mono<ResponseEntity<?>> showTool(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String tool) {
    return show(exchange, caller, KillSwitch.tool(connection, tool));
  }

  private Mono<ResponseEntity<?>> show(ServerWebExchange exchange, Caller caller, DocumentKey key) {
    return desk.receive(
        exchange, caller, Need.LOOK, DocumentKey.INSTALLATION, asked -> stops.show(key));
  }

  @DeleteMapping(INSTALLATION)
  Mono<ResponseEntity<?>> liftAll(ServerWebExchange exchange, Caller caller) {
    return lift(exchange, caller, KillSwitch.installation());
  }

  @DeleteMapping(CLIENT)
  Mono<ResponseEntity<?>> liftClient(
      ServerWebExchange exchange, Caller caller, @PathVariable String client) {
    return lift(exchange, caller, KillSwitch.client(client));
  }

  @DeleteMapping(CONNECTION)
  Mono<ResponseEntity<?>> liftConnection(
      ServerWebExchange exchange, Caller caller, @PathVariable String connection) {
    return lift(exchange, caller, KillSwitch.connection(connection));
  }

  @DeleteMapping(TOOL)
  Mono<ResponseEntity<?>> liftTool(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String tool) {
    return lift(exchange, caller, KillSwitch.tool(connection, tool));
  }

  private Mono<ResponseEntity<?>> lift(ServerWebExchange exchange, Caller caller, DocumentKey key) {
    return desk.receive(
        exchange, caller, Need.GOVERN, DocumentKey.INSTALLATION, asked -> stops.lift(asked, key));
  }
}
