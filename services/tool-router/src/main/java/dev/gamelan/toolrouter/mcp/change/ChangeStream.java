package dev.gamelan.toolrouter.mcp.change;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.mcp.session.Session;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Who listens, and for what. */
public sealed interface ChangeStream {
  String caller();

  /**
   * A client of the new era, which says what it wants to hear of.
   *
   * @param id of the request by which it listens
   * @param tasks its own tasks' handles, by the ids of the calls behind them
   */
  record Subscription(
      Caller who, JsonNode id, Set<Change> lists, Set<String> resources, Map<String, String> tasks)
      implements ChangeStream {
    @Override
    public String caller() {
      return who.name();
    }
  }

  /** A client of the old era, which hears of all lists and of the resources it follows. */
  record OfSession(Session session) implements ChangeStream {
    @Override
    public String caller() {
      return session.caller();
    }
  }
}
