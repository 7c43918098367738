package dev.gamelan.toolrouter.mcp;

import dev.gamelan.schemas.EdgeSignal;
import dev.gamelan.toolrouter.mcp.question.OpenQuestions;
import dev.gamelan.toolrouter.mcp.session.Session;
import dev.gamelan.toolrouter.mcp.signal.Signals;
import dev.gamelan.toolrouter.mcp.stream.RunningRequests;
import dev.gamelan.topics.FailureWithoutPayload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What a session says without asking: done here, or passed on to the instance it concerns. */
@Component
final class ClientMessages {
  private static final Logger log = LoggerFactory.getLogger(ClientMessages.class);
  private static final int LONGEST_ID = 300;

  private final OpenQuestions questions;
  private final RunningRequests running;
  private final Signals signals;
  private final McpWriter writer;

  ClientMessages(
      OpenQuestions questions, RunningRequests running, Signals signals, McpWriter writer) {
    this.questions = questions;
    this.running = running;
    this.signals = signals;
    this.writer = writer;
  }

  void cancelled(Session session, JsonNode requestId) {
    String id = writer.id(requestId);
    if (id.length() > LONGEST_ID || running.cancel(session.caller(), session.id(), id)) {
      return;
    }
    try {
      signals.ofSession(EdgeSignal.REQUEST_CANCELLED, session.caller(), session.id(), id);
    } catch (RuntimeException brokerAway) {
      log.warn("A cancellation was not passed on", FailureWithoutPayload.of(brokerAway));
    }
  }

  /** False where the answer is too long. */
  boolean answered(Session session, McpMessage.Response answer) {
    String question = answer.id();
    return question == null || questions.arrived(session, question, answer.message());
  }
}
