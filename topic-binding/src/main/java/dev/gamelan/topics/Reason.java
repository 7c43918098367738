package dev.gamelan.topics;

import dev.gamelan.schemas.UndecodableRecordException;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds in an exception's causes what really happened to a record. */
final class Reason {
  private static final int LONGEST = 1000;

  private Reason() {}

  static Optional<UnusableRecordException> unusable(Throwable failure) {
    return causes(failure)
        .filter(UnusableRecordException.class::isInstance)
        .map(UnusableRecordException.class::cast)
        .findFirst();
  }

  /** Whether no retry can help: the record is unusable, or no record at all. */
  static boolean isForDeadLetters(Throwable failure) {
    return causes(failure).anyMatch(Reason::isOurs);
  }

  /** The cause that says the most, in its own words, and not too many. */
  static String of(Throwable failure) {
    Throwable telling = telling(failure);
    String message = telling.getMessage();
    String reason = message == null ? telling.getClass().getName() : message;
    return reason.length() > LONGEST ? reason.substring(0, LONGEST) + "…" : reason;
  }

  static Throwable telling(Throwable failure) {
    return causes(failure)
        .filter(Reason::isOurs)
        .findFirst()
        .orElseGet(() -> causes(failure).reduce((outer, inner) -> inner).orElse(failure));
  }

  private static boolean isOurs(Throwable cause) {
    return cause instanceof UnusableRecordException || cause instanceof UndecodableRecordException;
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20);
  }
}
