package dev.gamelan.toolrouter.mcp.signal;

import dev.gamelan.schemas.EdgeSignalled;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Hears of every signal, its own ones included: what counts is their order here. */
@Component("edgeSignalled")
final class EdgeSignalledListener implements Consumer<Message<EdgeSignalled>> {
  private final List<SignalHearer> hearers;

  EdgeSignalledListener(List<SignalHearer> hearers) {
    this.hearers = hearers;
  }

  @Override
  public void accept(Message<EdgeSignalled> message) {
    hearers.forEach(hearer -> hearer.heard(message.getPayload()));
  }
}
