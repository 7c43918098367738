package dev.gamelan.toolrouter.admin.policy;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.admin.desk.Asked;
import dev.gamelan.toolrouter.admin.desk.Code;
import dev.gamelan.toolrouter.admin.desk.Desk;
import dev.gamelan.toolrouter.admin.desk.Need;
import dev.gamelan.toolrouter.admin.desk.Paging;
import dev.gamelan.toolrouter.admin.desk.Register;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.admin.desk.Wording;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.policy.PolicyReader;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Policies of all connections or of one, to be read, written, and tried before they are. */
@RestController
class PolicyEndpoint {
  private static final String OF_ALL = "/v1/policies";
  private static final String OF_ONE = "/v1/connections/{connection}/policies";
  private static final String NAME = "/{name}";
  private static final int MOST = 200;

  private final Desk desk;
  private final Register register;
  private final PolicyReader reader;
  private final PolicyTrial trial;

  PolicyEndpoint(Desk desk, Register register, PolicyReader reader, PolicyTrial trial) {
    this.desk = desk;
    this.register = register;
    this.reader = reader;
    this.trial = trial;
  }

  record Listing(List<ObjectNode> policies, @Nullable String nextCursor) {}

  @GetMapping({OF_ALL, OF_ONE})
  Mono<ResponseEntity<?>> list(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable(required = false) @Nullable String connection) {
    String place = DocumentKey.placeOf(connection);
    return desk.receive(exchange, caller, Need.LOOK, place, asked -> list(asked, place));
  }

  private Reply list(Asked asked, String place) {
    Paging paging = Paging.of(asked);
    if (paging == null) {
      return Paging.wrong();
    }
    Function<ObjectNode, String> name = policy -> policy.path("name").asString();
    Paging.Piece<ObjectNode> piece =
        paging.of(
            there(place).stream()
                .map(PolicyEndpoint::view)
                .sorted(Comparator.comparing(name))
                .toList(),
            name);
    return new Reply.Shown(new Listing(piece.items(), piece.next()));
  }

  private List<Governed> there(String place) {
    return register.state().all(GovernedKind.POLICY, place).stream()
        .filter(Governed::isThere)
        .toList();
  }

  private static ObjectNode view(Governed governed) {
    ObjectNode view =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", governed.key().name())
            .put("version", governed.version());
    String json = governed.json();
    ObjectNode policy = json == null ? null : Documents.readOwned(json, ObjectNode.class);
    if (policy != null) {
      view.setAll(policy);
    }
    return view;
  }

  @GetMapping({OF_ALL + NAME, OF_ONE + NAME})
  Mono<ResponseEntity<?>> show(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable(required = false) @Nullable String connection,
      @PathVariable String name) {
    String place = DocumentKey.placeOf(connection);
    return desk.receive(
        exchange,
        caller,
        Need.LOOK,
        place,
        asked -> {
          Governed governed = register.state().find(key(place, name));
          return governed != null && governed.isThere()
              ? new Reply.Shown(view(governed), governed.version())
              : Reply.notFound("There is no policy of this name here.");
        });
  }

  private static DocumentKey key(String place, String name) {
    return new DocumentKey(GovernedKind.POLICY, place, name);
  }

  @PutMapping({OF_ALL + NAME, OF_ONE + NAME})
  Mono<ResponseEntity<?>> put(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable(required = false) @Nullable String connection,
      @PathVariable String name) {
    String place = DocumentKey.placeOf(connection);
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        place,
        ObjectNode.class,
        (asked, wish) -> put(asked, key(place, name), wish));
  }

  private Reply put(Asked asked, DocumentKey key, ObjectNode wish) {
    if (!Wording.isName(key.name())) {
      return Reply.invalid(
          "A policy's name has small letters, digits and hyphens, at most 64 characters.");
    }
    if (reader.read(key.name(), wish) instanceof PolicyReader.Read.Wrong(var sentence)) {
      return Reply.invalid(sentence);
    }
    if (!register.state().has(key) && there(key.connection()).size() >= MOST) {
      return new Reply.Refused(
          Code.TOO_MANY_POLICIES,
          "There may be %d policies here at most; delete one first.".formatted(MOST));
    }
    return register.put(asked, key, wish, asked.parameter("reason"), PolicyEndpoint::view);
  }

  @DeleteMapping({OF_ALL + NAME, OF_ONE + NAME})
  Mono<ResponseEntity<?>> delete(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable(required = false) @Nullable String connection,
      @PathVariable String name) {
    String place = DocumentKey.placeOf(connection);
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        place,
        asked -> register.delete(asked, key(place, name), List.of()));
  }

  /** With those of all connections, which hold here as well. */
  @PostMapping(OF_ONE + "/try")
  Mono<ResponseEntity<?>> attempt(
      ServerWebExchange exchange, Caller caller, @PathVariable String connection) {
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        connection,
        ObjectNode.class,
        (asked, wish) ->
            switch (trial.of(connection, wish)) {
              case PolicyTrial.Tried.Told(var answer) -> new Reply.Shown(answer);
              case PolicyTrial.Tried.Wrong(var sentence) -> Reply.invalid(sentence);
            });
  }
}
