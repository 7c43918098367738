package dev.gamelan.toolrouter.mcp.change;

import dev.gamelan.schemas.EdgeSignal;
import java.util.Arrays;
import java.util.Optional;

/** A list that is no longer what it was. */
public enum Change {
  TOOLS("toolsListChanged", "notifications/tools/list_changed", EdgeSignal.TOOLS_CHANGED),
  PROMPTS("promptsListChanged", "notifications/prompts/list_changed", EdgeSignal.PROMPTS_CHANGED),
  RESOURCES(
      "resourcesListChanged", "notifications/resources/list_changed", EdgeSignal.RESOURCES_CHANGED);

  private final String filter;
  private final String method;
  private final EdgeSignal signal;

  Change(String filter, String method, EdgeSignal signal) {
    this.filter = filter;
    this.method = method;
    this.signal = signal;
  }

  /** How a client names it in what it wants to hear of. */
  public String filter() {
    return filter;
  }

  String method() {
    return method;
  }

  EdgeSignal signal() {
    return signal;
  }

  static Optional<Change> of(EdgeSignal signal) {
    return Arrays.stream(values()).filter(change -> change.signal == signal).findAny();
  }
}
