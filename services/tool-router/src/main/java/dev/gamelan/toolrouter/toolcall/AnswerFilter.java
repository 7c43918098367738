package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.toolrouter.catalog.Tool;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes out of Gong's answers what their reader is not to have. Each answer passes all filters
 * whenever and however it is read, before anything else is made of it; nothing filtered is kept.
 */
public interface AnswerFilter {
  /**
   * Why a call is not sent on: nothing of its answer could be given. Null where it is. May block.
   */
  default @Nullable Objection objection(ToolCall call, Tool tool, ObjectNode arguments) {
    return null;
  }

  /** What is left, for whoever reads it, of what Gong answered, or of how it refused. May block. */
  Filtered filter(Caller reader, Tool tool, ToolCallCompleted answered);

  /**
   * A call is not sent on.
   *
   * @param sentence without anything that the caller wrote
   */
  record Objection(Outcome outcome, String sentence, boolean retryable) {}

  /** What is left of an answer. */
  sealed interface Filtered {
    /** All of it. */
    record Untouched() implements Filtered {}

    /**
     * Less.
     *
     * @param body in the place of Gong's
     * @param note what was done, in a sentence for the reader
     */
    record Changed(byte[] body, String note) implements Filtered {}

    /** Nothing. */
    record Withheld(Outcome outcome, String sentence, boolean retryable) implements Filtered {}
  }
}
