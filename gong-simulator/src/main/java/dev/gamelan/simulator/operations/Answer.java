package dev.gamelan.simulator.operations;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How Gong ends a request. */
public sealed interface Answer {

  /** Done; the body's components become fields beside {@code requestId}. */
  record Done(int status, Record body) implements Answer {}

  /** Not done, in Gong's words. */
  record Refused(int status, List<String> errors, Map<String, String> headers, @Nullable Help help)
      implements Answer {}

  /** An answer that takes its time. */
  record Late(Duration delay, Answer answer) implements Answer {}

  /** What some refusals add for the person at the screen. */
  record Help(String userFacingError, String fixUrl, String helpUrl) {}

  /** A body of nothing but {@code requestId}. */
  record Nothing() {}

  static Answer ok(Record body) {
    return new Done(200, body);
  }

  static Answer ok() {
    return ok(new Nothing());
  }

  static Answer created(Record body) {
    return new Done(201, body);
  }

  /** A missing scope is a 401 at Gong, not a 403. */
  static Answer missingScope(String scope) {
    return refused(401, "You don't have permission to use '" + scope + "' in your app.");
  }

  static Answer refused(int status, String error) {
    return refused(status, List.of(error));
  }

  static Answer refused(int status, List<String> errors) {
    return new Refused(status, errors, Map.of(), null);
  }
}
