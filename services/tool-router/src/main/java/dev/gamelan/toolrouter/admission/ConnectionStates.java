package dev.gamelan.toolrouter.admission;

import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.QuotaState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What gong-caller and quota last said of each connection. */
@Component
public final class ConnectionStates {
  private final Map<String, LaneState> lanes = new ConcurrentHashMap<>();
  private final Map<String, QuotaState> quotas = new ConcurrentHashMap<>();

  void replay(LaneState lane) {
    lanes.put(lane.getConnection(), lane);
  }

  void replay(QuotaState quota) {
    quotas.put(quota.getConnection(), quota);
  }

  public @Nullable LaneState lane(String connection) {
    return lanes.get(connection);
  }

  public @Nullable QuotaState quota(String connection) {
    return quotas.get(connection);
  }
}
