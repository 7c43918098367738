package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.toolrouter.Meters;
import dev.gamelan.toolrouter.catalog.AnswerShapes;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.mcp.offer.Content;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.toolcall.AnswerOrigin;
import dev.gamelan.toolrouter.toolcall.Outcome;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one table from answers to replies. Everything that can happen to a call is a result the model
 * can read; only a tool that does not exist is an error of the protocol.
 */
final class ToolResults {
  static final String META_CALL_ID = "dev.gamelan/callId";
  static final String META_OUTCOME = "dev.gamelan/outcome";
  static final String META_REQUEST_ID = "dev.gamelan/requestId";

  /** Where Gong's answer came from: upstream, coalesced, batch, cache or replay. */
  static final String META_SOURCE = "dev.gamelan/source";

  /** How old it was as the call ended. */
  static final String META_AGE = "dev.gamelan/ageMs";

  /** How many other calls the same request to Gong served. */
  static final String META_SHARED_WITH = "dev.gamelan/sharedWith";

  /** That the answer was given before, to the same idempotency key. */
  static final String META_REPLAYED = "dev.gamelan/replayed";

  /** Which part of a long answer this is. */
  static final String META_PART = "dev.gamelan/part";

  /** What was done to Gong's answer, in sentences. */
  static final String META_NOTES = "dev.gamelan/notes";

  /** That something in the text is other than the output schema promises, and not structured. */
  static final String META_STRUCTURED = "dev.gamelan/structured";

  private final Catalog catalog;
  private final AnswerShapes shapes;
  private final AnswerParts parts;
  private final MeterRegistry meters;

  ToolResults(Catalog catalog, AnswerShapes shapes, AnswerParts parts, MeterRegistry meters) {
    this.catalog = catalog;
    this.shapes = shapes;
    this.parts = parts;
    this.meters = meters;
  }

  Reply of(ToolCallAnswer answer, Instant now) {
    return switch (answer) {
      case ToolCallAnswer.Answered answered -> answered(answered);
      case ToolCallAnswer.NotAnswered none when none.outcome() == Outcome.UNKNOWN_TOOL ->
          new Reply.Unknown(none.sentence(), null);
      case ToolCallAnswer.NotAnswered none ->
          new Reply.Tool(
              List.of(new Content.Text(none.sentence())), details(none, now), true, meta(none));
    };
  }

  private Reply answered(ToolCallAnswer.Answered answered) {
    Tool tool = catalog.find(answered.tool()).orElseThrow();
    AnswerParts.Part part = parts.part(answered.content(), 1).orElseThrow();
    ObjectNode meta = meta(answered);
    List<Content> content = new ArrayList<>();
    content.add(new Content.Text(part.text()));
    if (!answered.notes().isEmpty()) {
      content.add(new Content.Text(String.join(" ", answered.notes())));
      answered.notes().forEach(meta.putArray(META_NOTES)::add);
    }
    if (!part.isWhole()) {
      String next = new GongUri.Answer(answered.callId(), 2).uri();
      content.add(new Content.Text(cutSentence(part, next, tool)));
      content.add(new Content.Link(next, "part 2 of %d".formatted(part.of())));
      meta.putObject(META_PART).put("number", 1).put("of", part.of()).put("next", next);
    }
    ObjectNode published = shapes.published(tool, part.content());
    if (published != part.content()) {
      meta.put(META_STRUCTURED, "partial");
      Meters.UNPUBLISHED.counter(meters, tool.name()).increment();
    }
    return new Reply.Tool(content, published, false, meta);
  }

  private static String cutSentence(AnswerParts.Part part, String next, Tool tool) {
    return ("This is part 1 of %d of Gong's answer, which has %,d bytes in all: the elements %,d to"
            + " %,d of the %,d in %s. The rest is at %s and so on, for about ten minutes and without"
            + " asking Gong again; any cursor here continues after the last part. %s")
        .formatted(
            part.of(),
            part.wholeBytes(),
            part.first(),
            part.last(),
            part.size(),
            part.list(),
            next,
            tool.askForLess());
  }

  /** What a program wants to know of a call that was not answered. */
  static ObjectNode details(ToolCallAnswer.NotAnswered none, Instant now) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("code", none.outcome().code());
    error.put("message", none.sentence());
    error.put("retryable", none.retryable());
    Instant retryAt = none.retryAt();
    if (retryAt != null) {
      error.put("retryAfterMs", Math.max(0, Duration.between(now, retryAt).toMillis()));
    }
    return error;
  }

  private static ObjectNode meta(ToolCallAnswer answer) {
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    meta.put(META_CALL_ID, answer.callId());
    meta.put(META_OUTCOME, answer.outcome().code());
    if (answer.requestId() != null) {
      meta.put(META_REQUEST_ID, answer.requestId());
    }
    AnswerOrigin origin = answer.origin();
    if (AnswerOrigin.isReplay(origin)) {
      meta.put(META_REPLAYED, true);
    }
    if (origin != null) {
      meta.put(META_SOURCE, origin.source());
      meta.put(META_AGE, origin.ageMillis());
      meta.put(META_SHARED_WITH, origin.sharedWith());
    }
    return meta;
  }
}
