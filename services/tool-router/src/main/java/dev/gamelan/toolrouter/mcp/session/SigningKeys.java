package dev.gamelan.toolrouter.mcp.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the keys that all instances share, or makes one where there is one instance only. */
public final class SigningKeys {
  private static final int SHORTEST = 32;
  private static final String EPHEMERAL = "ephemeral";

  private SigningKeys() {}

  /**
   * Fails with a sentence that says what is missing.
   *
   * @param file a key a line, base64url, the first one signs
   * @param instead "ephemeral" where a key of this process will do
   */
  public static List<byte[]> read(@Nullable Path file, @Nullable String instead) {
    if (file != null) {
      return read(file);
    }
    if (EPHEMERAL.equals(instead)) {
      byte[] key = new byte[SHORTEST];
      new SecureRandom().nextBytes(key);
      return List.of(key);
    }
    throw new IllegalStateException(
        "gamelan.mcp.signing-key-file is not set: name a file with a line of base64url that"
            + " stands for at least 32 random bytes, the same for all instances; for a single"
            + " instance gamelan.mcp.signing-key=ephemeral will do instead");
  }

  private static List<byte[]> read(Path file) {
    List<String> lines;
    try {
      lines =
          Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
    } catch (IOException missing) {
      throw new IllegalStateException(
          "The file of signing keys %s (gamelan.mcp.signing-key-file) cannot be read: %s"
              .formatted(file, missing),
          missing);
    }
    List<byte[]> keys = lines.stream().map(line -> decoded(line, file)).toList();
    if (keys.isEmpty()) {
      throw wrong(file, "holds no key");
    }
    return keys;
  }

  private static byte[] decoded(String line, Path file) {
    byte[] key;
    try {
      key = Base64.getUrlDecoder().decode(line);
    } catch (IllegalArgumentException malformed) {
      throw wrong(file, "has a line that is not base64url");
    }
    if (key.length < SHORTEST) {
      throw wrong(file, "has a key of fewer than %d bytes".formatted(SHORTEST));
    }
    return key;
  }

  private static IllegalStateException wrong(Path file, String what) {
    return new IllegalStateException(
        "The file of signing keys %s (gamelan.mcp.signing-key-file) %s".formatted(file, what));
  }
}
