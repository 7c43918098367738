package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;

/** Says of a resource or a prompt why it cannot be had, as a tool's result would. */
final class Failures {
  private Failures() {}

  static Reply reply(ToolCallAnswer answer, Instant now) {
    return switch (answer) {
      case ToolCallAnswer.NotAnswered none ->
          new Reply.Failed(none.sentence(), ToolResults.details(none, now));
      case ToolCallAnswer.Answered answered ->
          new Reply.Failed(
              "Gong's answer does not hold what was expected.",
              JsonNodeFactory.instance.objectNode().put("code", "answer-unreadable"));
    };
  }
}
