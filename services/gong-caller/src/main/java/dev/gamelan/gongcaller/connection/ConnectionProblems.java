package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.seal.SealBrokenException;
import java.io.UncheckedIOException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says in a sentence what an administrator's wish failed for, where that is none of theirs. */
@RestControllerAdvice(
    assignableTypes = {
      ConnectionsEndpoint.class,
      SealingEndpoint.class,
      OAuthEndpoint.class,
      CheckEndpoint.class
    })
class ConnectionProblems {
  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<ProblemDetail> databaseAway() {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "5")
        .body(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The database of connections does not answer. Nothing was changed; try again in a"
                    + " few seconds."));
  }

  @ExceptionHandler(SealBrokenException.class)
  ResponseEntity<ProblemDetail> sealBroken(SealBrokenException broken) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .body(
            ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, broken.getMessage()));
  }

  @ExceptionHandler(UncheckedIOException.class)
  ResponseEntity<ProblemDetail> secretAway() {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .body(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "gong-caller cannot read the file of gamelan.gong-oauth.client-secret-file. Trying"
                    + " again helps once it can."));
  }
}
