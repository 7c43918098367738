package dev.gamelan.quota.usage;

import dev.gamelan.schemas.LaneState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Keeps the latest state of each connection's lane, so that one look shows budget and demand. */
@Component("laneState")
final class LaneStateListener implements Consumer<Message<LaneState>> {
  private final Map<String, LaneState> lanes = new ConcurrentHashMap<>();

  @Override
  public void accept(Message<LaneState> message) {
    LaneState lane = message.getPayload();
    lanes.put(lane.getConnection(), lane);
  }

  @Nullable LaneState of(String connection) {
    return lanes.get(connection);
  }
}
