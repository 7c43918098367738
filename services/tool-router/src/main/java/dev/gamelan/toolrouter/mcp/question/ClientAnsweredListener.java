package dev.gamelan.toolrouter.mcp.question;

import dev.gamelan.schemas.ClientAnswered;
import java.util.function.Consumer;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Hears of every answer, whichever instance asked. */
@Component("clientAnswered")
final class ClientAnsweredListener implements Consumer<Message<ClientAnswered>> {
  private final OpenQuestions questions;

  ClientAnsweredListener(OpenQuestions questions) {
    this.questions = questions;
  }

  @Override
  public void accept(Message<ClientAnswered> message) {
    questions.heard(message.getPayload());
  }
}
