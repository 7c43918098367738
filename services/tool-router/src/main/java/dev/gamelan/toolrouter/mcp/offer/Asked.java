package dev.gamelan.toolrouter.mcp.offer;

import java.util.Map;

/** What came of asking. */
public sealed interface Asked {
  /** One answer to each question, under its name. */
  record Answered(Map<String, ClientAnswer> answers) implements Asked {}

  /** There are no answers, at least not in this round: the reply to give as it is. */
  record Instead(Reply reply) implements Asked {}
}
