package dev.gamelan.gongcaller.gong;

import java.io.IOException;

/** What was to be sent is not what it ought to be: the request must not be completed. */
public final class BrokenOffException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public BrokenOffException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
