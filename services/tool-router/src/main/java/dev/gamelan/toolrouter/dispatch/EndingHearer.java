package dev.gamelan.toolrouter.dispatch;

/** Wants to know that a call has ended, anybody's; the ending can be found when it is told. */
public interface EndingHearer {
  void ended(String callId);
}
