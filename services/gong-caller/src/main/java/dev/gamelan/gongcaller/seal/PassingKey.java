package dev.gamelan.gongcaller.seal;

import java.util.Optional;

/** A key that is made here and now, never leaves memory, and ends with whoever holds it. */
public final class PassingKey {
  private final byte[] key = Gcm.newKey();

  /**
   * @param place where it belongs: it opens nowhere else
   */
  public byte[] seal(byte[] place, byte[] plain) {
    return Gcm.seal(key, place, plain);
  }

  /** Empty where it was sealed with another key, for another place, or was changed. */
  public Optional<byte[]> open(byte[] place, byte[] sealed) {
    return Gcm.open(key, place, sealed);
  }
}
