package dev.gamelan.toolrouter.admin;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.admin.desk.Desk;
import dev.gamelan.toolrouter.admin.desk.Need;
import dev.gamelan.toolrouter.admin.desk.Paging;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.KillSwitch;
import java.util.List;
import java.util.Map;
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

  /** Also of a connection that this instance has not heard of: to stop it must always work. */
  @PutMapping({INSTALLATION, CLIENT, CONNECTION, TOOL})
  Mono<ResponseEntity<?>> stop(
      ServerWebExchange exchange, Caller caller, @PathVariable Map<String, String> what) {
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        DocumentKey.INSTALLATION,
        Wish.class,
        (asked, wish) -> stops.stop(asked, key(what), wish.reason()));
  }

  /** By what the path names: the narrowest counts. */
  private static DocumentKey key(Map<String, String> what) {
    String client = what.get("client");
    String connection = what.get("connection");
    String tool = what.get("tool");
    if (client != null) {
      return KillSwitch.client(client);
    }
    if (connection == null) {
      return KillSwitch.installation();
    }
    return tool == null ? KillSwitch.connection(connection) : KillSwitch.tool(connection, tool);
  }

  @GetMapping({INSTALLATION, CLIENT, CONNECTION, TOOL})
  Mono<ResponseEntity<?>> show(
      ServerWebExchange exchange, Caller caller, @PathVariable Map<String, String> what) {
    return desk.receive(
        exchange, caller, Need.LOOK, DocumentKey.INSTALLATION, asked -> stops.show(key(what)));
  }

  @DeleteMapping({INSTALLATION, CLIENT, CONNECTION, TOOL})
  Mono<ResponseEntity<?>> lift(
      ServerWebExchange exchange, Caller caller, @PathVariable Map<String, String> what) {
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        DocumentKey.INSTALLATION,
        asked -> stops.lift(asked, key(what)));
  }
}
