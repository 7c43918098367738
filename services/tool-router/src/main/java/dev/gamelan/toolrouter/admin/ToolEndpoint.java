package dev.gamelan.toolrouter.admin;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.Effect;
import dev.gamelan.toolrouter.admin.desk.Asked;
import dev.gamelan.toolrouter.admin.desk.Choice;
import dev.gamelan.toolrouter.admin.desk.Code;
import dev.gamelan.toolrouter.admin.desk.Desk;
import dev.gamelan.toolrouter.admin.desk.Need;
import dev.gamelan.toolrouter.admin.desk.Paging;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.governance.document.ToolApproval;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Which tools a connection has, and what was decided about each. */
@RestController
@RequestMapping("/v1/connections/{connection}/tools")
class ToolEndpoint {
  private final Desk desk;
  private final ToolReview review;

  ToolEndpoint(Desk desk, ToolReview review) {
    this.desk = desk;
    this.review = review;
  }

  record Listing(List<ToolView> tools, @Nullable String nextCursor) {}

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
    Choice<ToolApproval.State> states = Choice.of(asked, "state", ToolApproval.State.class);
    Choice<Effect> effects = Choice.of(asked, "effect", Effect.class);
    if (states == null) {
      return Choice.wrong("state", ToolApproval.State.class);
    }
    if (effects == null) {
      return Choice.wrong("effect", Effect.class);
    }
    List<ToolView> tools =
        review.tools(connection).stream()
            .filter(tool -> states.has(tool.state()))
            .filter(tool -> effects.has(tool.effect()))
            .toList();
    Paging.Piece<ToolView> piece = paging.of(tools, ToolView::name);
    return new Reply.Shown(new Listing(piece.items(), piece.next()));
  }

  @GetMapping("/{tool}")
  Mono<ResponseEntity<?>> show(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String tool) {
    return desk.receive(
        exchange,
        caller,
        Need.LOOK,
        connection,
        asked ->
            review.tools(connection).stream()
                .filter(one -> one.name().equals(tool))
                .findAny()
                .<Reply>map(one -> new Reply.Shown(one, one.version()))
                .orElseGet(ToolEndpoint::unknown));
  }

  static Reply.Refused unknown() {
    return new Reply.Refused(
        Code.NOT_FOUND, "There is no tool of this name. List the tools for those there are.");
  }

  @PatchMapping("/{tool}")
  Mono<ResponseEntity<?>> decide(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String tool) {
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        connection,
        ApprovalWish.class,
        (asked, wish) -> review.decide(asked, connection, tool, wish));
  }

  @PatchMapping
  Mono<ResponseEntity<?>> decideAboutSeveral(
      ServerWebExchange exchange, Caller caller, @PathVariable String connection) {
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        connection,
        ApprovalWish.Bulk.class,
        (asked, wish) -> review.decide(asked, connection, wish));
  }
}
