package dev.gamelan.identity.trace;

/** Where something failed and with what kind of exception; its message may repeat what was sent. */
final class NamelessError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private NamelessError(Throwable error) {
    super(error.getClass().getName(), null, false, true);
    setStackTrace(error.getStackTrace());
  }

  static Throwable of(Throwable error) {
    return new NamelessError(error);
  }
}
