package dev.gamelan.toolrouter.admin.request;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.admin.desk.Asked;
import dev.gamelan.toolrouter.admin.desk.Choice;
import dev.gamelan.toolrouter.admin.desk.Desk;
import dev.gamelan.toolrouter.admin.desk.Need;
import dev.gamelan.toolrouter.admin.desk.Paging;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.governance.document.AccessRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Where people ask for access, see how it stands, and decide about what others ask for. */
@RestController
@RequestMapping("/v1/connections/{connection}")
class RequestEndpoint {
  private final Desk desk;
  private final AccessRequests requests;
  private final Decisions decisions;
  private final AccessView access;

  RequestEndpoint(Desk desk, AccessRequests requests, Decisions decisions, AccessView access) {
    this.desk = desk;
    this.requests = requests;
    this.decisions = decisions;
    this.access = access;
  }

  record Listing(List<RequestView> requests, @Nullable String nextCursor) {}

  @GetMapping("/access")
  Mono<ResponseEntity<?>> access(
      ServerWebExchange exchange, Caller caller, @PathVariable String connection) {
    return desk.receive(
        exchange,
        caller,
        Need.TAKE_PART,
        connection,
        asked -> new Reply.Shown(access.of(caller, connection)));
  }

  @PostMapping("/requests")
  Mono<ResponseEntity<?>> ask(
      ServerWebExchange exchange, Caller caller, @PathVariable String connection) {
    return desk.receive(
        exchange,
        caller,
        Need.ASK,
        connection,
        AccessRequests.Wish.class,
        (asked, wish) -> requests.ask(caller, connection, asked.id(), wish));
  }

  @GetMapping("/requests")
  Mono<ResponseEntity<?>> list(
      ServerWebExchange exchange, Caller caller, @PathVariable String connection) {
    return desk.receive(
        exchange, caller, Need.TAKE_PART, connection, asked -> list(asked, connection));
  }

  private Reply list(Asked asked, String connection) {
    Paging paging = Paging.of(asked);
    if (paging == null) {
      return Paging.wrong();
    }
    Choice<AccessRequest.State> states = Choice.of(asked, "state", AccessRequest.State.class);
    if (states == null) {
      return Choice.wrong("state", AccessRequest.State.class);
    }
    String profile = asked.parameter("profile");
    String caller = asked.parameter("caller");
    List<RequestView> concerning =
        decisions.concerning(asked.caller(), connection).stream()
            .filter(one -> states.has(one.state()))
            .filter(one -> profile == null || one.profile().equals(profile))
            .filter(one -> caller == null || one.caller().equals(caller))
            .toList();
    String after = paging.after();
    List<RequestView> rest =
        after == null
            ? concerning
            : concerning.stream().dropWhile(one -> !one.id().equals(after)).skip(1).toList();
    Paging.Piece<RequestView> piece = paging.piece(rest, RequestView::id);
    return new Reply.Shown(new Listing(piece.items(), piece.next()));
  }

  @GetMapping("/requests/{request}")
  Mono<ResponseEntity<?>> show(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String request) {
    return desk.receive(
        exchange,
        caller,
        Need.TAKE_PART,
        connection,
        asked ->
            decisions.concerning(caller, connection).stream()
                .filter(one -> one.id().equals(request))
                .findAny()
                .<Reply>map(one -> new Reply.Shown(one, one.version()))
                .orElseGet(() -> Reply.notFound("There is no request with this id.")));
  }

  @PostMapping("/requests/{request}/approve")
  Mono<ResponseEntity<?>> approve(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String request) {
    return decide(exchange, caller, connection, request, Decisions.Deed.APPROVE);
  }

  @PostMapping("/requests/{request}/deny")
  Mono<ResponseEntity<?>> deny(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String request) {
    return decide(exchange, caller, connection, request, Decisions.Deed.DENY);
  }

  @PostMapping("/requests/{request}/withdraw")
  Mono<ResponseEntity<?>> withdraw(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String request) {
    return decide(exchange, caller, connection, request, Decisions.Deed.WITHDRAW);
  }

  @PostMapping("/requests/{request}/revoke")
  Mono<ResponseEntity<?>> revoke(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String request) {
    return decide(exchange, caller, connection, request, Decisions.Deed.REVOKE);
  }

  private Mono<ResponseEntity<?>> decide(
      ServerWebExchange exchange,
      Caller caller,
      String connection,
      String request,
      Decisions.Deed deed) {
    return desk.receive(
        exchange,
        caller,
        Need.TAKE_PART,
        connection,
        Decisions.Wish.class,
        (asked, wish) -> decisions.decide(asked, connection, request, deed, wish));
  }
}
