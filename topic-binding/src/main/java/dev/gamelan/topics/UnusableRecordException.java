package dev.gamelan.topics;

/** Thrown by a listener for a record that no retry can make usable: it goes to the dead letters. */
public final class UnusableRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableRecordException(String reason) {
    super(reason);
  }
}
