package dev.gamelan.toolrouter.toolcall;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a caller is told, whatever protocol it asked by. */
public sealed interface ToolCallAnswer {
  String callId();

  String tool();

  Outcome outcome();

  /** Gong's own id of the request, where Gong was asked and named one. */
  @Nullable String requestId();

  /** What Gong answered, word for word; null where it did not, or not within bounds. */
  @Nullable GongResponse gong();

  /** Where Gong's answer came from; null where there is none, or it is not known. */
  @Nullable AnswerOrigin origin();

  /** The same answer, which came from there. */
  ToolCallAnswer from(@Nullable AnswerOrigin origin);

  /**
   * Gong did what was asked.
   *
   * @param notes what was done to its answer, each in a sentence; empty where nothing was
   */
  record Answered(
      String callId,
      String tool,
      ObjectNode content,
      @Nullable String requestId,
      @Nullable GongResponse gong,
      List<String> notes,
      @Nullable AnswerOrigin origin)
      implements ToolCallAnswer {
    public Answered {
      notes = List.copyOf(notes);
    }

    /** As Gong answered. */
    public Answered(
        String callId,
        String tool,
        ObjectNode content,
        @Nullable String requestId,
        @Nullable GongResponse gong) {
      this(callId, tool, content, requestId, gong, List.of(), null);
    }

    @Override
    public Answered from(@Nullable AnswerOrigin source) {
      return new Answered(callId, tool, content, requestId, gong, notes, source);
    }

    @Override
    public Outcome outcome() {
      return Outcome.ANSWERED;
    }
  }

  /**
   * There is no answer of Gong's to give.
   *
   * @param sentence what happened and whether trying again helps
   * @param retryAt from when on trying again is worth while; null where unknown
   */
  record NotAnswered(
      String callId,
      String tool,
      Outcome outcome,
      String sentence,
      boolean retryable,
      @Nullable Instant retryAt,
      @Nullable String requestId,
      @Nullable GongResponse gong,
      @Nullable AnswerOrigin origin)
      implements ToolCallAnswer {

    public NotAnswered(
        String callId,
        String tool,
        Outcome outcome,
        String sentence,
        boolean retryable,
        @Nullable Instant retryAt,
        @Nullable String requestId,
        @Nullable GongResponse gong) {
      this(callId, tool, outcome, sentence, retryable, retryAt, requestId, gong, null);
    }

    @Override
    public NotAnswered from(@Nullable AnswerOrigin source) {
      return new NotAnswered(
          callId, tool, outcome, sentence, retryable, retryAt, requestId, gong, source);
    }
  }
}
