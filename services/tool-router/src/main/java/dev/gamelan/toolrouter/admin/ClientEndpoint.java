package dev.gamelan.toolrouter.admin;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.admin.desk.Asked;
import dev.gamelan.toolrouter.admin.desk.Choice;
import dev.gamelan.toolrouter.admin.desk.Desk;
import dev.gamelan.toolrouter.admin.desk.Need;
import dev.gamelan.toolrouter.admin.desk.Paging;
import dev.gamelan.toolrouter.admin.desk.Register;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.admin.desk.Wording;
import dev.gamelan.toolrouter.governance.Clients;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.governance.Rules;
import dev.gamelan.toolrouter.governance.document.AiClient;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.KillSwitch;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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

/** The AI clients that people come with, and how each is treated. */
@RestController
@RequestMapping("/v1/clients")
class ClientEndpoint {
  private static final int LONGEST_ID = 512;
  private static final int LONGEST_NOTE = 1000;
  private static final int MOST_CALLS = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(3660);

  private final Desk desk;
  private final Register register;
  private final Governance governance;
  private final Clock clock;

  ClientEndpoint(Desk desk, Register register, Governance governance, Clock clock) {
    this.desk = desk;
    this.register = register;
    this.governance = governance;
    this.clock = clock;
  }

  /** What an administrator may say of a client; null leaves it to the defaults. */
  record Wish(
      AiClient.@Nullable Type type,
      AiClient.@Nullable State state,
      @Nullable Integer callsPerDay,
      @Nullable Duration hiddenAfter,
      @Nullable Duration closedAfter,
      @Nullable String note) {}

  /**
   * @param state what counts now
   * @param decidedState null where the state follows from when it was last seen
   * @param notice that it is, or is about to be, hidden or closed because nobody uses it; null
   *     where there is nothing to say
   * @param stopped by a kill switch
   */
  record View(
      String id,
      AiClient.State state,
      AiClient.@Nullable State decidedState,
      AiClient.@Nullable Type type,
      @Nullable Integer callsPerDay,
      @Nullable Duration hiddenAfter,
      @Nullable Duration closedAfter,
      @Nullable String note,
      @Nullable LocalDate lastSeenOn,
      @Nullable String notice,
      boolean stopped,
      long version) {}

  record Listing(List<View> clients, @Nullable String nextCursor) {}

  @GetMapping
  Mono<ResponseEntity<?>> list(ServerWebExchange exchange, Caller caller) {
    return desk.receive(exchange, caller, Need.LOOK, DocumentKey.INSTALLATION, this::list);
  }

  private Reply list(Asked asked) {
    Paging paging = Paging.of(asked);
    if (paging == null) {
      return Paging.wrong();
    }
    Choice<AiClient.State> states = Choice.of(asked, "state", AiClient.State.class);
    if (states == null) {
      return Choice.wrong("state", AiClient.State.class);
    }
    List<View> clients =
        register.state().all(GovernedKind.CLIENT, DocumentKey.INSTALLATION).stream()
            .filter(Governed::isThere)
            .map(this::view)
            .filter(client -> states.has(client.state()))
            .sorted(Comparator.comparing(View::id))
            .toList();
    Paging.Piece<View> piece = paging.of(clients, View::id);
    return new Reply.Shown(new Listing(piece.items(), piece.next()));
  }

  private View view(Governed governed) {
    Rules rules = governance.rules();
    AiClient client = governed.as(AiClient.class);
    String id = governed.key().name();
    Clients clients = new Clients(rules.state(), rules.defaults());
    Instant now = clock.instant();
    AiClient.State state = client == null ? AiClient.State.CLOSED : clients.stateOf(client, now);
    return new View(
        id,
        state,
        client == null ? null : client.state(),
        client == null ? null : client.type(),
        client == null ? null : client.callsPerDay(),
        client == null ? null : client.hiddenAfter(),
        client == null ? null : client.closedAfter(),
        client == null ? null : client.note(),
        client == null ? null : client.lastSeenOn(),
        client == null ? null : clients.notice(client, now),
        rules.state().has(KillSwitch.client(id)),
        governed.version());
  }

  @GetMapping("/{client}")
  Mono<ResponseEntity<?>> show(
      ServerWebExchange exchange, Caller caller, @PathVariable String client) {
    return desk.receive(
        exchange,
        caller,
        Need.LOOK,
        DocumentKey.INSTALLATION,
        asked -> {
          Governed governed = register.state().find(Clients.keyOf(client));
          return governed != null && governed.isThere()
              ? new Reply.Shown(view(governed), governed.version())
              : Reply.notFound("Nothing is on record of an AI client with this id.");
        });
  }

  @PutMapping("/{client}")
  Mono<ResponseEntity<?>> put(
      ServerWebExchange exchange, Caller caller, @PathVariable String client) {
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        DocumentKey.INSTALLATION,
        Wish.class,
        (asked, wish) -> put(asked, client, wish));
  }

  private Reply put(Asked asked, String id, Wish wish) {
    Reply.Refused wrong = wrong(id, wish);
    if (wrong != null) {
      return wrong;
    }
    Governed governed = register.state().find(Clients.keyOf(id));
    AiClient before = governed == null ? null : governed.as(AiClient.class);
    AiClient after =
        new AiClient(
            wish.type(),
            wish.state(),
            wish.callsPerDay(),
            wish.hiddenAfter(),
            wish.closedAfter(),
            wish.note(),
            before == null ? null : before.lastSeenOn(),
            before == null ? null : before.noticedFor());
    return register.put(asked, Clients.keyOf(id), after, asked.parameter("reason"), this::view);
  }

  private static Reply.@Nullable Refused wrong(String id, Wish wish) {
    if (id.isBlank() || !Wording.isPlain(id, LONGEST_ID)) {
      return Reply.invalid("A client's id has 1 to %d characters.".formatted(LONGEST_ID));
    }
    Integer calls = wish.callsPerDay();
    if (calls != null && (calls < 0 || calls > MOST_CALLS)) {
      return Reply.invalid("callsPerDay must be from 0 to %,d.".formatted(MOST_CALLS));
    }
    boolean times =
        Stream.of(wish.hiddenAfter(), wish.closedAfter())
            .flatMap(Stream::ofNullable)
            .allMatch(time -> !time.isNegative() && time.compareTo(LONGEST) <= 0);
    return times
        ? Wording.check("note", wish.note(), LONGEST_NOTE)
        : Reply.invalid("hiddenAfter and closedAfter must be from nothing to ten years.");
  }

  @DeleteMapping("/{client}")
  Mono<ResponseEntity<?>> delete(
      ServerWebExchange exchange, Caller caller, @PathVariable String client) {
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        DocumentKey.INSTALLATION,
        asked -> register.delete(asked, Clients.keyOf(client), List.of()));
  }
}
