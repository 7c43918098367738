package dev.gamelan.toolrouter.mcp.offer;

import dev.gamelan.identity.Caller;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Who is waiting for a reply, and what may be said to them before it.
 *
 * <p>Each era has its own way of doing this; an offer need not know which it is in.
 */
public interface Conversation {
  Caller caller();

  /** Which connection the request is addressed to; null where it names none. */
  @Nullable String connection();

  /** What the caller's software calls itself; never to be trusted. */
  @Nullable String client();

  /** The W3C trace headers that came inside the request; empty where none did. */
  Map<String, String> traceHeaders();

  /** How old an answer may be; null for what is usual for its kind. */
  @Nullable Duration maxAge();

  boolean wantsProgress();

  /**
   * Tells how far the work is. Without effect where the client does not want to know, where it has
   * been told of as much already, and where it does not keep up.
   *
   * @param total null where unknown
   */
  void progress(double progress, @Nullable Double total, @Nullable String message);

  /** How far the client was told the work is; less than 0 where it was told nothing. */
  double progressTold();

  /** Sends a log message to the client, if it wants messages of this level. */
  void log(LogLevel level, String logger, String message);

  boolean canAsk(Question.Kind kind);

  /** Whether a task may be given in the place of an answer. */
  boolean takesTasks();

  /**
   * Asks the client. In the new era the request ends with the questions and comes again with the
   * answers: what stands before this call is then done again, so nothing there may have an effect.
   */
  Mono<Asked> ask(Inquiry inquiry);
}
