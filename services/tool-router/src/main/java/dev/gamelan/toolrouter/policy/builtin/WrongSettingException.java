package dev.gamelan.toolrouter.policy.builtin;

/** A built-in was written in a way that makes no sense; the message says how. */
final class WrongSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongSettingException(String message) {
    super(message);
  }
}
