package dev.gamelan.toolrouter.dispatch;

/** Whether a call was sent on whose ending nobody waits for. */
public sealed interface SentOn {
  /** The broker has it. */
  record UnderWay() implements SentOn {}

  record NotSent(Dispatched why) implements SentOn {}
}
