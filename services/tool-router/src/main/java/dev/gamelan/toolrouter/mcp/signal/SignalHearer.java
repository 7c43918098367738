package dev.gamelan.toolrouter.mcp.signal;

import dev.gamelan.schemas.EdgeSignalled;

/** Wants to know what instances tell each other; called in the order in which it was told. */
public interface SignalHearer {
  void heard(EdgeSignalled signalled);
}
