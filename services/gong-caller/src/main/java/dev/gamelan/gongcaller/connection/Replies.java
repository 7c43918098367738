package dev.gamelan.gongcaller.connection;

import java.net.URI;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** How outcomes read in HTTP. */
final class Replies {
  private Replies() {}

  static ResponseEntity<?> created(Outcome outcome, Instant now) {
    return outcome instanceof Outcome.Done(Kept kept)
        ? ResponseEntity.created(URI.create("/v1/connections/" + kept.row().name()))
            .eTag(tag(kept))
            .body(ConnectionView.of(kept, now))
        : changed(outcome, now);
  }

  static ResponseEntity<?> changed(Outcome outcome, Instant now) {
    return switch (outcome) {
      case Outcome.Done(Kept kept) -> shown(kept, now);
      case Outcome.Gone gone -> ResponseEntity.noContent().build();
      case Outcome.Refused(Outcome.Reason reason, String sentence) ->
          problem(
              switch (reason) {
                case UNKNOWN -> HttpStatus.NOT_FOUND;
                case STALE -> HttpStatus.PRECONDITION_FAILED;
                case CONFLICT -> HttpStatus.CONFLICT;
                case INVALID -> HttpStatus.BAD_REQUEST;
                case NO_MASTER_KEY -> HttpStatus.SERVICE_UNAVAILABLE;
              },
              sentence);
    };
  }

  static ResponseEntity<?> shown(Kept kept, Instant now) {
    return ResponseEntity.ok().eTag(tag(kept)).body(ConnectionView.of(kept, now));
  }

  static String tag(Kept kept) {
    return "\"" + kept.row().revision() + "\"";
  }

  static ResponseEntity<?> forbidden(String sentence) {
    return problem(HttpStatus.FORBIDDEN, sentence);
  }

  static ResponseEntity<?> invalid(String sentence) {
    return problem(HttpStatus.BAD_REQUEST, sentence);
  }

  static ResponseEntity<?> unknown(String connection) {
    return problem(
        HttpStatus.NOT_FOUND,
        Names.isName(connection)
            ? "There is no connection of the name %s.".formatted(connection)
            : "There is no connection of that name.");
  }

  static ResponseEntity<?> preconditionRequired() {
    return problem(
        HttpStatus.PRECONDITION_REQUIRED,
        "Send the ETag of the connection as If-Match, so that nobody's change is lost.");
  }

  static ResponseEntity<?> problem(HttpStatus status, String detail) {
    return ResponseEntity.of(ProblemDetail.forStatusAndDetail(status, detail)).build();
  }
}
