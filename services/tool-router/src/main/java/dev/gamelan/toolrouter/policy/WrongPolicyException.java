package dev.gamelan.toolrouter.policy;

/** A policy was written in a way that makes no sense; the message says how. */
final class WrongPolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongPolicyException(String message) {
    super(message);
  }
}
