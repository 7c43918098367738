package dev.gamelan.quota.permit;

import org.jspecify.annotations.Nullable;

/** Who spends a unit, and on what. */
public record Use(CallClass callClass, String caller, String tool) {
  private static final String NOBODY = "unknown";

  public static Use of(
      @Nullable CallClass callClass, @Nullable String caller, @Nullable String tool) {
    return new Use(
        callClass == null || callClass == CallClass.UNKNOWN ? CallClass.INTERACTIVE : callClass,
        caller == null || caller.isBlank() ? NOBODY : caller,
        tool == null || tool.isBlank() ? NOBODY : tool);
  }
}
