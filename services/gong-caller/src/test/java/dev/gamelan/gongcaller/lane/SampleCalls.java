package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.schemas.CallClass;
import java.time.Instant;

/** Queued calls, numbered. */
final class SampleCalls {
  static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private long offset;

  QueuedCall by(String caller) {
    return by(caller, CallClass.INTERACTIVE, NOW.plusSeconds(60));
  }

  QueuedCall by(String caller, CallClass callClass, Instant deadline) {
    return new QueuedCall(
        Calls.read("GET", "/v2/workspaces")
            .setCallId(caller + "-" + offset)
            .setCaller(caller)
            .setCallClass(callClass)
            .setDeadline(deadline)
            .build(),
        offset++,
        null,
        NOW);
  }
}
