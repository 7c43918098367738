package dev.gamelan.toolrouter.connected;

import dev.gamelan.schemas.ConnectionState;
import java.util.function.Consumer;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Hears from gong-caller which connections there are. */
@Component("connectionState")
final class ConnectionStateListener implements Consumer<Message<ConnectionState>> {
  private final ConnectionsSeen connections;

  ConnectionStateListener(ConnectionsSeen connections) {
    this.connections = connections;
  }

  @Override
  public void accept(Message<ConnectionState> message) {
    connections.replay(message.getPayload());
  }
}
