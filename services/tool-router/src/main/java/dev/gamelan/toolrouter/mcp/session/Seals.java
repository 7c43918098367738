package dev.gamelan.toolrouter.mcp.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives things into the hands of clients that come back unchanged or not at all: HMAC-SHA256 over
 * what they are for and what is in them.
 */
public final class Seals {
  private static final String ALGORITHM = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final List<byte[]> keys;

  /**
   * @param keys the first one seals; all of them open
   */
  public Seals(List<byte[]> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("Sealing needs a key");
    }
    this.keys = List.copyOf(keys);
  }

  /** What a sealed thing is for: one is never taken for another. */
  public enum Purpose {
    SESSION,
    REQUEST_STATE,
    TASK
  }

  public String seal(Purpose purpose, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return written(bytes, mac(keys.getFirst(), purpose, bytes));
  }

  private static String written(byte[] content, byte[] mac) {
    return ENCODER.encodeToString(content) + "." + ENCODER.encodeToString(mac);
  }

  /** Empty where it was not sealed here, or not for this. */
  public Optional<String> open(Purpose purpose, String sealed) {
    int dot = sealed.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    byte[] content;
    byte[] mac;
    try {
      content = Base64.getUrlDecoder().decode(sealed.substring(0, dot));
      mac = Base64.getUrlDecoder().decode(sealed.substring(dot + 1));
    } catch (IllegalArgumentException broken) {
      return Optional.empty();
    }
    // Base64 may be written in more ways than one; here one is genuine.
    boolean genuine = sealed.equals(written(content, mac));
    boolean known = false;
    for (byte[] key : keys) {
      known |= MessageDigest.isEqual(mac(key, purpose, content), mac);
    }
    return genuine && known
        ? Optional.of(new String(content, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** 128 bits that nobody can guess. */
  public static String unguessable() {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return ENCODER.encodeToString(random);
  }

  private static byte[] mac(byte[] key, Purpose purpose, byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(purpose.name().getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(content);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, impossible);
    }
  }
}
