package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.schemas.ToolCallCompleted;
import java.time.Instant;

/** What became of a call that was to be sent on. */
public sealed interface Dispatched {
  /** Gong-caller told the ending. */
  record Completed(ToolCallCompleted completed) implements Dispatched {}

  /** Nothing was sent on: as many calls are under way as may be. */
  record TooManyPending(String sentence, Instant retryAt) implements Dispatched {}

  /**
   * The broker did not take the command.
   *
   * @param perhapsTaken the broker may have it nevertheless: only its acknowledgement is missing
   */
  record NotPublished(boolean perhapsTaken) implements Dispatched {}

  /**
   * A kill switch stopped it.
   *
   * @param sentOn the call was sent on, so that it may still reach Gong or has reached it
   */
  record Stopped(boolean sentOn) implements Dispatched {}

  /** The call was sent on, its deadline has passed, and its ending has not arrived. */
  record NoAnswerYet() implements Dispatched {}

  /**
   * This instance is stopping.
   *
   * @param sentOn the call was sent on, and its answer can be read from another instance
   */
  record Stopping(boolean sentOn) implements Dispatched {}
}
