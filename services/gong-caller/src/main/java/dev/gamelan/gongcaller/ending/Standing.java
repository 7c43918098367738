package dev.gamelan.gongcaller.ending;

/** Whether a call is still this instance's to end. */
public enum Standing {
  OURS,
  /** Quota says another holder took over and Kafka has not spoken yet: wait. */
  IN_DOUBT,
  /** The successor runs the call again. */
  GONE
}
