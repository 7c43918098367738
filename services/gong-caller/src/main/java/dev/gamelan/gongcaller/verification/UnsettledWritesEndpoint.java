package dev.gamelan.gongcaller.verification;

import dev.gamelan.gongcaller.connection.Rights;
import dev.gamelan.identity.Caller;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where operators see the writes that nobody knows the outcome of, and say what became of them. */
@RestController
@RequestMapping("/v1/unsettled-writes")
class UnsettledWritesEndpoint {
  static final Set<String> SETTLEMENT = Set.of("happened", "note");
  private static final int LARGEST = 16 * 1024;
  private static final int LONGEST_NOTE = 1000;

  private final UnsettledWrites writes;
  private final Settlements settlements;
  private final Rights rights;

  UnsettledWritesEndpoint(UnsettledWrites writes, Settlements settlements, Rights rights) {
    this.writes = writes;
    this.settlements = settlements;
    this.rights = rights;
  }

  /** A page of them. */
  record Page(List<UnsettledWrite> writes, @Nullable String nextCursor) {}

  private record Said(boolean happened, @Nullable String note) {}

  @GetMapping
  ResponseEntity<?> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String connection,
      @RequestParam(defaultValue = "50") String limit,
      @RequestParam(defaultValue = "") String cursor) {
    if (!rights.mayLookAround(caller)) {
      return forbidden(caller, "*");
    }
    int size = limit.matches("[0-9]{1,3}") ? Integer.parseInt(limit) : 0;
    if (size < 1 || size > 200) {
      return problem(HttpStatus.BAD_REQUEST, "The limit is a number from 1 to 200.");
    }
    List<UnsettledWrite> found =
        writes.waiting(
            connection, rights.mayLookAtAll(caller) ? null : caller.name(), cursor, size + 1);
    return ResponseEntity.ok(
        new Page(
            found.stream().limit(size).toList(),
            found.size() > size ? found.get(size - 1).callId() : null));
  }

  /** The same again changes nothing; something else is refused. */
  @PostMapping("/{callId}/settlement")
  ResponseEntity<?> settle(Caller caller, @PathVariable String callId, @RequestBody byte[] body) {
    UnsettledWrite write = writes.find(callId).orElse(null);
    if (write == null) {
      return rights.mayLookAround(caller)
          ? problem(HttpStatus.NOT_FOUND, "There is no write of unknown outcome with this id.")
          : forbidden(caller, "*");
    }
    if (!rights.mayChange(caller, write.connection())) {
      return forbidden(caller, write.connection());
    }
    Said said = read(body).orElse(null);
    if (said == null) {
      return problem(
          HttpStatus.BAD_REQUEST,
          "The body is an object with happened, true or false, and if you like a note of up to"
              + " %d characters.".formatted(LONGEST_NOTE));
    }
    var witness = new Settlements.Witness(caller.name(), caller.displayName());
    UnsettledWrite now =
        settlements.settle(callId, witness, said.happened(), said.note()).orElse(write);
    UnsettledWrite.Settlement settlement = now.settlement();
    return settlement != null && settlement.happened() == said.happened()
        ? ResponseEntity.ok(now)
        : problem(
            HttpStatus.CONFLICT,
            "It was settled otherwise before; what was said of a write is not changed.");
  }

  private static Optional<Said> read(byte[] body) {
    if (body.length > LARGEST) {
      return Optional.empty();
    }
    JsonNode input;
    try {
      input = JsonMapper.shared().readTree(body);
    } catch (JacksonException unreadable) {
      return Optional.empty();
    }
    JsonNode note = input.path("note");
    boolean noted =
        note.isString()
            && note.asString().length() <= LONGEST_NOTE
            && note.asString().chars().noneMatch(Character::isISOControl);
    boolean usable =
        input.isObject()
            && SETTLEMENT.containsAll(input.propertyNames())
            && input.path("happened").isBoolean()
            && (noted || note.isMissingNode() || note.isNull());
    return usable
        ? Optional.of(new Said(input.path("happened").asBoolean(), noted ? note.asString() : null))
        : Optional.empty();
  }

  private ResponseEntity<?> forbidden(Caller caller, String connection) {
    return problem(HttpStatus.FORBIDDEN, rights.refuse(caller, connection, "writes"));
  }

  private static ResponseEntity<?> problem(HttpStatus status, String detail) {
    return ResponseEntity.of(ProblemDetail.forStatusAndDetail(status, detail)).build();
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<ProblemDetail> databaseAway() {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "5")
        .body(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The ledger of writes does not answer. Nothing was changed; try again in a few"
                    + " seconds."));
  }
}
