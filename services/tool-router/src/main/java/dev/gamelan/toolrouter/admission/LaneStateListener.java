package dev.gamelan.toolrouter.admission;

import dev.gamelan.schemas.LaneState;
import java.util.function.Consumer;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Hears from gong-caller how busy each lane is. */
@Component("laneState")
final class LaneStateListener implements Consumer<Message<LaneState>> {
  private final ConnectionStates states;

  LaneStateListener(ConnectionStates states) {
    this.states = states;
  }

  @Override
  public void accept(Message<LaneState> message) {
    states.replay(message.getPayload());
  }
}
