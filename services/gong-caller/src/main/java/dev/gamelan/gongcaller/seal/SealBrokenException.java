package dev.gamelan.gongcaller.seal;

/** A seal cannot be made or opened; the message is a sentence for an administrator. */
public final class SealBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SealBrokenException(String sentence) {
    super(sentence);
  }
}
