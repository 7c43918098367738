package dev.gamelan.benchmarks.load;

import org.jspecify.annotations.Nullable;

/**
 * One thing to ask, as a tool call of Gamelan's and as the request to Gong that it amounts to.
 *
 * @param user who asks
 * @param target path and query
 */
public record Question(
    String user,
    String tool,
    String arguments,
    String method,
    String target,
    @Nullable String body) {

  public Question askedBy(String other) {
    return new Question(other, tool, arguments, method, target, body);
  }
}
