package dev.gamelan.toolrouter.mcp.change;

import dev.gamelan.schemas.EdgeSignal;
import dev.gamelan.toolrouter.mcp.signal.Signals;
import org.springframework.stereotype.Component;

/** Announces changes to the clients of all instances; returns once the broker knows. */
@Component
public final class Changes {
  private final Signals signals;

  Changes(Signals signals) {
    this.signals = signals;
  }

  public void announce(Change change) {
    signals.toAll(change.signal(), "");
  }

  public void updated(String resource) {
    signals.toAll(EdgeSignal.RESOURCE_UPDATED, resource);
  }
}
