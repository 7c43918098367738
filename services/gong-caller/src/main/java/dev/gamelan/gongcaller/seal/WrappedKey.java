package dev.gamelan.gongcaller.seal;

import java.util.Arrays;

/** A connection's data key as it is kept: of use only to who has the master key. */
public record WrappedKey(String masterKeyId, byte[] wrapped) {
  @Override
  public boolean equals(Object other) {
    return other instanceof WrappedKey that
        && masterKeyId.equals(that.masterKeyId)
        && Arrays.equals(wrapped, that.wrapped);
  }

  @Override
  public int hashCode() {
    return 31 * masterKeyId.hashCode() + Arrays.hashCode(wrapped);
  }

  @Override
  public String toString() {
    return "WrappedKey[masterKeyId=%s]".formatted(masterKeyId);
  }
}
