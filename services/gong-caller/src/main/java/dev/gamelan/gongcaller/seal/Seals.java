package dev.gamelan.gongcaller.seal;

import org.springframework.stereotype.Component;

/**
 * Seals secrets and opens them again. A connection whose key is destroyed stays sealed for ever.
 */
@Component
public final class Seals {
  private final MasterKeys masterKeys;

  Seals(MasterKeys masterKeys) {
    this.masterKeys = masterKeys;
  }

  /** Whether anything can be sealed at all. */
  public boolean ready() {
    return masterKeys.present();
  }

  /** The data key of a new connection. */
  public WrappedKey newKey(String connection) {
    return masterKeys.wrap(Gcm.newKey(), connection);
  }

  /** Whether it would be wrapped otherwise today. */
  public boolean isOutdated(WrappedKey key) {
    return !key.masterKeyId().equals(masterKeys.newest());
  }

  /** The same data key under the newest master key. */
  public WrappedKey rewrap(WrappedKey key, String connection) {
    return masterKeys.wrap(masterKeys.unwrap(key, connection), connection);
  }

  /** Throws {@link SealBrokenException} if the master key is not there or not the right one. */
  public void check(WrappedKey key, String connection) {
    masterKeys.unwrap(key, connection);
  }

  public byte[] seal(WrappedKey key, Place place, byte[] plain) {
    return Gcm.seal(masterKeys.unwrap(key, place.connection()), place.associatedData(), plain);
  }

  public byte[] open(WrappedKey key, Place place, byte[] sealed) {
    return Gcm.open(masterKeys.unwrap(key, place.connection()), place.associatedData(), sealed)
        .orElseThrow(
            () ->
                new SealBrokenException(
                    ("The sealed credentials of connection %s do not open: they were changed, or"
                            + " come from another place. Load them anew.")
                        .formatted(place.connection())));
  }
}
