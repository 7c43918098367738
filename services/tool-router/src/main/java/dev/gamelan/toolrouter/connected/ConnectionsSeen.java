package dev.gamelan.toolrouter.connected;

import dev.gamelan.schemas.ConnectionStanding;
import dev.gamelan.schemas.ConnectionState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** What gong-caller last said of each connection. */
@Component
public final class ConnectionsSeen {
  private final Map<String, ConnectionState> connections = new ConcurrentHashMap<>();
  private final List<Consumer<ConnectionState>> hearers = new CopyOnWriteArrayList<>();

  /** From now on, of each change; what takes long is done elsewhere. */
  public void tell(Consumer<ConnectionState> hearer) {
    hearers.add(hearer);
  }

  void replay(ConnectionState state) {
    connections.put(state.getConnection(), state);
    hearers.forEach(hearer -> hearer.accept(state));
  }

  public Optional<ConnectionState> find(String connection) {
    return Optional.ofNullable(connections.get(connection));
  }

  public boolean isPaused(String connection) {
    ConnectionState state = connections.get(connection);
    return state != null
        && (state.getStanding() == ConnectionStanding.PAUSED
            || state.getStanding() == ConnectionStanding.UNKNOWN);
  }

  public boolean isDeleted(String connection) {
    ConnectionState state = connections.get(connection);
    return state != null && state.getStanding() == ConnectionStanding.DELETED;
  }

  /** Sorted by name, without those that were deleted. */
  public List<String> names() {
    return new TreeMap<>(connections)
        .values().stream()
            .filter(state -> state.getStanding() != ConnectionStanding.DELETED)
            .map(ConnectionState::getConnection)
            .toList();
  }
}
