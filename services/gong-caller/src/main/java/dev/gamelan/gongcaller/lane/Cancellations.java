package dev.gamelan.gongcaller.lane;

import dev.gamelan.schemas.ToolCallCancelled;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the latest cancellations, for calls that arrive after them. */
final class Cancellations {
  private static final int REMEMBERED = 10_000;

  private final Map<Cancelled, Boolean> latest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Cancelled, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** With the caller as part of it, nobody can cancel, or crowd out, another's call. */
  private record Cancelled(String callId, String caller) {}

  synchronized void add(ToolCallCancelled cancelled) {
    latest.put(new Cancelled(cancelled.getCallId(), cancelled.getCaller()), Boolean.TRUE);
  }

  synchronized boolean contains(String callId, String caller) {
    return latest.containsKey(new Cancelled(callId, caller));
  }
}
