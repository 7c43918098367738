package dev.gamelan.toolrouter.dispatch;

import java.util.UUID;

/** Calls whose answer nobody waits for and somebody asks for later; known by their ids. */
public final class LaterCalls {
  private static final String PREFIX = "later-";

  private LaterCalls() {}

  /** Unguessable. */
  public static String newId() {
    return PREFIX + UUID.randomUUID();
  }

  static boolean isLater(String callId) {
    return callId.startsWith(PREFIX);
  }
}
