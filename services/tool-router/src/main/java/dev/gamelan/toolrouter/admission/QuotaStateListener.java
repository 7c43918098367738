package dev.gamelan.toolrouter.admission;

import dev.gamelan.schemas.QuotaState;
import java.util.function.Consumer;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Hears from quota what is left of each connection's day. */
@Component("quotaState")
final class QuotaStateListener implements Consumer<Message<QuotaState>> {
  private final ConnectionStates states;

  QuotaStateListener(ConnectionStates states) {
    this.states = states;
  }

  @Override
  public void accept(Message<QuotaState> message) {
    states.replay(message.getPayload());
  }
}
