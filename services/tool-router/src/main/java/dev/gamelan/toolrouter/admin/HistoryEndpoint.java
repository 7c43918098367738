package dev.gamelan.toolrouter.admin;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.admin.desk.Asked;
import dev.gamelan.toolrouter.admin.desk.Desk;
import dev.gamelan.toolrouter.admin.desk.Need;
import dev.gamelan.toolrouter.admin.desk.Paging;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import dev.gamelan.toolrouter.governance.log.RecentChanges;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who changed what, newest first, as far back as this instance keeps it. */
@RestController
class HistoryEndpoint {
  private final Desk desk;
  private final GovernanceLog log;
  private final JsonMapper mapper;

  HistoryEndpoint(Desk desk, GovernanceLog log, JsonMapper mapper) {
    this.desk = desk;
    this.log = log;
    this.mapper = mapper;
  }

  /**
   * One change of one document.
   *
   * @param id by which the audit trail knows it
   */
  record View(
      String id,
      Instant at,
      String by,
      @Nullable String reason,
      String kind,
      String connection,
      String name,
      long version,
      @Nullable JsonNode before,
      @Nullable JsonNode after) {}

  /**
   * @param complete whether there was nothing before the last page; else the audit trail has it
   */
  record Listing(List<View> changes, boolean complete, @Nullable String nextCursor) {}

  /** A change by its place: those that changed together keep their order. */
  private record Placed(long offset, int index, GovernanceEvent event, GovernedChange change) {
    String place() {
      return offset + "." + index;
    }
  }

  @GetMapping("/v1/governance/changes")
  Mono<ResponseEntity<?>> changes(
      ServerWebExchange exchange,
      Caller caller,
      @RequestParam(defaultValue = DocumentKey.INSTALLATION) String connection) {
    return desk.receive(exchange, caller, Need.LOOK, connection, this::changes);
  }

  private Reply changes(Asked asked) {
    Paging paging = Paging.of(asked);
    if (paging == null || !isPlace(paging.after())) {
      return Paging.wrong();
    }
    RecentChanges.Tail tail = log.recent().tail();
    List<Placed> found = new ArrayList<>();
    for (RecentChanges.Recent recent : tail.newestFirst()) {
      List<GovernedChange> changes = recent.event().getChanges();
      for (int index = 0; index < changes.size(); index++) {
        Placed placed = new Placed(recent.offset(), index, recent.event(), changes.get(index));
        if (isAfter(paging.after(), placed) && matches(asked, placed)) {
          found.add(placed);
        }
      }
    }
    Paging.Piece<Placed> piece = paging.piece(found, Placed::place);
    return new Reply.Shown(
        new Listing(
            piece.items().stream().map(this::view).toList(), tail.complete(), piece.next()));
  }

  private static boolean isPlace(@Nullable String cursor) {
    return cursor == null || cursor.matches("[0-9]{1,18}\\.[0-9]{1,6}");
  }

  private static boolean isAfter(@Nullable String cursor, Placed placed) {
    if (cursor == null) {
      return true;
    }
    String[] parts = cursor.split("\\.", 2);
    long offset = Long.parseLong(parts[0]);
    return placed.offset() < offset
        || (placed.offset() == offset && placed.index() > Integer.parseInt(parts[1]));
  }

  private static boolean matches(Asked asked, Placed placed) {
    GovernedChange change = placed.change();
    return isOrNull(asked.parameter("kind"), nameOf(change.getKind()))
        && isOrNull(asked.parameter("connection"), change.getConnection())
        && isOrNull(asked.parameter("name"), change.getName())
        && isOrNull(asked.parameter("by"), placed.event().getChangedBy());
  }

  private static boolean isOrNull(@Nullable String wanted, String value) {
    return wanted == null || wanted.equals(value);
  }

  private static String nameOf(GovernedKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private View view(Placed placed) {
    GovernanceEvent event = placed.event();
    GovernedChange change = placed.change();
    return new View(
        event.getEventId() + "/" + placed.index(),
        event.getAt(),
        event.getChangedBy(),
        event.getReason(),
        nameOf(change.getKind()),
        change.getConnection(),
        change.getName(),
        change.getExpectedVersion() + 1,
        json(change.getBefore()),
        json(change.getAfter()));
  }

  private @Nullable JsonNode json(@Nullable String text) {
    return text == null ? null : mapper.readTree(text);
  }
}
