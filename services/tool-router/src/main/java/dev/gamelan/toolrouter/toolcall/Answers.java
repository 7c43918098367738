package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.toolrouter.catalog.AnswerReading;
import dev.gamelan.toolrouter.catalog.GongAnswer;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.dispatch.Dispatched;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;

/** Puts each ending into words: the one table from endings to answers. */
@Component
final class Answers {
  private static final String BY_ID = " Its answer can be read by its id for about ten minutes.";

  private final AnswerReading reading;
  private final List<AnswerFilter> filters;

  Answers(AnswerReading reading, List<AnswerFilter> filters) {
    this.reading = reading;
    this.filters = List.copyOf(filters);
  }

  /** May block: what the reader is not to have is taken out. */
  ToolCallAnswer of(Tool tool, ToolCallCompleted completed, Caller reader) {
    return told(tool, completed, reader).from(AnswerOrigin.of(completed));
  }

  private ToolCallAnswer told(Tool tool, ToolCallCompleted completed, Caller reader) {
    return switch (completed.getEnding()) {
      case ANSWERED, REFUSED_BY_GONG ->
          isBare(completed) ? bare(completed) : filtered(tool, completed, reader);
      case FAILED_AT_GONG -> told(completed, Outcome.FAILED_AT_GONG, "Gong failed.");
      case EXPIRED ->
          told(
              completed,
              Outcome.EXPIRED,
              "The deadline passed before the call's turn came; Gong was not asked.");
      case CANCELLED ->
          told(completed, Outcome.CANCELLED, "The call was cancelled; Gong was not asked.");
      case QUOTA_SPENT ->
          told(
              completed,
              Outcome.QUOTA_SPENT,
              "The company's daily quota at Gong is spent; Gong was not asked.");
      case ANSWER_TOO_LARGE -> tooLarge(tool, completed);
      case KEY_IN_PROGRESS ->
          told(
              completed,
              Outcome.KEY_IN_PROGRESS,
              "A write with this idempotency key is under way; nothing was sent for this one.");
      case KEY_REUSED ->
          told(
              completed,
              Outcome.KEY_REUSED,
              "This idempotency key stands for another write; nothing was sent.");
      case OUTCOME_UNKNOWN ->
          told(
              completed,
              Outcome.OUTCOME_UNKNOWN,
              "The change was sent to Gong, and whether it happened is not known; look before"
                  + " trying again.");
      case UNKNOWN ->
          told(
              completed,
              Outcome.ANSWER_UNREADABLE,
              "The call ended in a way that this version of the gateway does not know.");
    };
  }

  /** It was done, and Gong's answer is not there to be given again. */
  private static boolean isBare(ToolCallCompleted completed) {
    return completed.getEnding() == Ending.ANSWERED
        && completed.getBody() == null
        && completed.getDetail() != null;
  }

  private static ToolCallAnswer bare(ToolCallCompleted completed) {
    Integer status = completed.getHttpStatus();
    String requestId = completed.getGongRequestId();
    return new ToolCallAnswer.Answered(
        completed.getCallId(),
        completed.getTool(),
        JsonNodeFactory.instance.objectNode().put("requestId", requestId),
        requestId,
        status == null ? null : new GongResponse(status, null, new byte[0]),
        List.of(String.valueOf(completed.getDetail())),
        null);
  }

  private ToolCallAnswer filtered(Tool tool, ToolCallCompleted completed, Caller reader) {
    ToolCallCompleted left = completed;
    List<String> notes = new ArrayList<>();
    for (AnswerFilter filter : filters) {
      switch (filter.filter(reader, tool, left)) {
        case AnswerFilter.Filtered.Untouched ignored -> {}
        case AnswerFilter.Filtered.Changed(byte[] body, String note) -> {
          left = ToolCallCompleted.newBuilder(left).setBody(ByteBuffer.wrap(body)).build();
          notes.add(note);
        }
        case AnswerFilter.Filtered.Withheld(var outcome, var sentence, boolean retryable) -> {
          return new ToolCallAnswer.NotAnswered(
              completed.getCallId(),
              completed.getTool(),
              outcome,
              sentence,
              retryable,
              null,
              completed.getGongRequestId(),
              null);
        }
      }
    }
    return read(tool, left, notes);
  }

  /** The same call if Gong had said this instead. */
  ToolCallAnswer asIfSaid(Tool tool, ToolCallCompleted completed, byte[] body) {
    return read(
            tool,
            ToolCallCompleted.newBuilder(completed).setBody(ByteBuffer.wrap(body)).build(),
            List.of())
        .from(AnswerOrigin.of(completed));
  }

  private ToolCallAnswer read(Tool tool, ToolCallCompleted completed, List<String> notes) {
    Integer said = completed.getHttpStatus();
    var gong =
        new GongResponse(
            said == null ? 0 : said, completed.getContentType(), bytes(completed.getBody()));
    GongAnswer answer =
        reading.read(tool, gong.status(), gong.body(), completed.getGongRequestId());
    String callId = completed.getCallId();
    return switch (answer) {
      case GongAnswer.Result result ->
          new ToolCallAnswer.Answered(
              callId, tool.name(), result.content(), result.requestId(), gong, notes, null);
      case GongAnswer.NothingMatches nothing ->
          new ToolCallAnswer.Answered(
              callId, tool.name(), nothing.content(), nothing.requestId(), gong, notes, null);
      case GongAnswer.MissingScope missing ->
          notAnswered(completed, Outcome.MISSING_SCOPE, missing.sentence(), false, answer, gong);
      case GongAnswer.Refused refused ->
          notAnswered(
              completed,
              Outcome.REFUSED_BY_GONG,
              refused.sentence(),
              refused.worthRetrying(),
              answer,
              gong);
      case GongAnswer.Unreadable unreadable ->
          notAnswered(
              completed, Outcome.ANSWER_UNREADABLE, unreadable.sentence(), false, answer, gong);
    };
  }

  private static ToolCallAnswer notAnswered(
      ToolCallCompleted completed,
      Outcome outcome,
      String sentence,
      boolean retryable,
      GongAnswer answer,
      GongResponse gong) {
    return new ToolCallAnswer.NotAnswered(
        completed.getCallId(),
        completed.getTool(),
        outcome,
        sentence,
        retryable,
        completed.getRetryAt(),
        answer.requestId(),
        gong);
  }

  private static ToolCallAnswer tooLarge(Tool tool, ToolCallCompleted completed) {
    ToolCallAnswer.NotAnswered told =
        told(completed, Outcome.ANSWER_TOO_LARGE, "Gong's answer is larger than may be passed on.");
    return new ToolCallAnswer.NotAnswered(
        told.callId(),
        told.tool(),
        told.outcome(),
        told.sentence() + " " + tool.askForLess(),
        told.retryable(),
        told.retryAt(),
        told.requestId(),
        null);
  }

  private static ToolCallAnswer.NotAnswered told(
      ToolCallCompleted completed, Outcome outcome, String otherwise) {
    String detail = completed.getDetail();
    return new ToolCallAnswer.NotAnswered(
        completed.getCallId(),
        completed.getTool(),
        outcome,
        detail == null ? otherwise : detail,
        completed.getRetryable(),
        completed.getRetryAt(),
        completed.getGongRequestId(),
        null);
  }

  ToolCallAnswer of(ToolCall call, Decision.Refused refused) {
    return new ToolCallAnswer.NotAnswered(
        call.callId(),
        call.tool(),
        refused.outcome(),
        refused.sentence(),
        refused.retryable(),
        refused.retryAt(),
        null,
        null);
  }

  ToolCallAnswer notYet(ToolCall call) {
    return waiting(
        call,
        Outcome.NO_ANSWER_YET,
        "The deadline passed without an answer, which may still come." + BY_ID + again(call));
  }

  ToolCallAnswer elsewhere(ToolCall call) {
    return waiting(
        call, Outcome.STOPPING, "This instance is stopping, and the call is under way." + BY_ID);
  }

  private static String again(ToolCall call) {
    return call.key() == null
        ? ""
        : " Making the call again with the same idempotency key is safe as well.";
  }

  ToolCallAnswer pending(String callId) {
    return new ToolCallAnswer.NotAnswered(
        callId, "", Outcome.PENDING, "The call is under way.", true, null, null, null);
  }

  /** Asking for the answer again is harmless; making the call again may not be. */
  private static ToolCallAnswer waiting(ToolCall call, Outcome outcome, String sentence) {
    return new ToolCallAnswer.NotAnswered(
        call.callId(), call.tool(), outcome, sentence, false, null, null, null);
  }

  Decision.Refused stopping(Tool tool) {
    return Decision.Refused.forNow(
        tool,
        Outcome.STOPPING,
        "This instance is stopping; try again at once: another one answers.",
        null);
  }

  Decision.Refused stopped(Tool tool, boolean sentOn) {
    String sentence =
        sentOn
            ? "An administrator stopped everything here while this call was under way"
                + (tool.effect() == Effect.READ
                    ? ", so its answer is not given."
                    : "; whether the change happened is not known, so look before trying again.")
            : "An administrator stopped this Gong connection, so Gong was not asked.";
    return Decision.Refused.forGood(tool, Outcome.STOPPED, sentence, sentence);
  }

  /** An answer that came in spite of it, or before. */
  ToolCallAnswer stopped(ToolCallCompleted completed) {
    return new ToolCallAnswer.NotAnswered(
        completed.getCallId(),
        completed.getTool(),
        Outcome.STOPPED,
        "An administrator stopped everything here, so no answers are given until it is lifted.",
        false,
        null,
        null,
        null);
  }

  Decision.Refused tooMany(Tool tool, Dispatched.TooManyPending full) {
    return Decision.Refused.forNow(
        tool,
        Outcome.TOO_MANY_PENDING,
        full.sentence() + " Wait for some of them to end, then try again.",
        full.retryAt());
  }

  Decision.Refused notPublished(ToolCall call, Tool tool, Dispatched.NotPublished failed) {
    if (failed.perhapsTaken() && tool.effect() != Effect.READ) {
      if (call.key() != null) {
        return Decision.Refused.forNow(
            tool,
            Outcome.NOT_PUBLISHED,
            "The broker did not say whether it took the call, so the change may still happen; try"
                + " again with the same idempotency key, and it happens once.",
            null);
      }
      String sentence =
          "The broker did not say whether it took the call, so the change may still happen; look"
              + " before trying again.";
      return Decision.Refused.forGood(tool, Outcome.NOT_PUBLISHED, sentence, sentence);
    }
    return Decision.Refused.forNow(
        tool,
        Outcome.NOT_PUBLISHED,
        "The broker does not take calls at the moment; try again in a while.",
        null);
  }

  private static byte[] bytes(@Nullable ByteBuffer body) {
    if (body == null) {
      return new byte[0];
    }
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    return bytes;
  }
}
