package dev.gamelan.topics;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessagingException;

/**
 * A copy of an exception that can be logged: Spring's messaging exceptions print the message they
 * failed with, and with it what people said in their calls.
 */
public final class FailureWithoutPayload extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 20;

  private FailureWithoutPayload(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public static FailureWithoutPayload of(Throwable failure) {
    return copy(failure, 0);
  }

  private static FailureWithoutPayload copy(Throwable failure, int depth) {
    Throwable cause = failure.getCause();
    var copy =
        new FailureWithoutPayload(
            describe(failure), cause == null || depth == DEEPEST ? null : copy(cause, depth + 1));
    copy.setStackTrace(failure.getStackTrace());
    return copy;
  }

  private static String describe(Throwable failure) {
    String type = failure.getClass().getName();
    String message = failure.getMessage();
    return failure instanceof FailureWithoutPayload && message != null
        ? message
        : message == null || failure instanceof MessagingException ? type : type + ": " + message;
  }
}
