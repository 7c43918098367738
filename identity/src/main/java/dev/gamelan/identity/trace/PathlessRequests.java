package dev.gamelan.identity.trace;

import io.micrometer.common.KeyValues;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/** Names a request by the pattern of its path: what people put into a path is theirs. */
final class PathlessRequests extends DefaultServerRequestObservationConvention {
  @Override
  public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
    return KeyValues.empty();
  }
}
