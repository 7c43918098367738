package dev.gamelan.gongcaller.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * The keys that wrap data keys and never leave this class. A key service would take its place here:
 * nothing else knows where master keys come from.
 */
@Component
@EnableConfigurationProperties(SealProperties.class)
final class MasterKeys {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String PURPOSE = "gamelan data key";

  private final Map<String, byte[]> byId;

  MasterKeys(SealProperties properties) {
    this.byId = read(properties.masterKeysFile());
  }

  private static Map<String, byte[]> read(@Nullable Path file) {
    if (file == null) {
      return Map.of();
    }
    Map<String, byte[]> keys = new LinkedHashMap<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      String id = colon < 0 ? "" : line.substring(0, colon).strip();
      byte[] key = colon < 0 ? new byte[0] : decoded(line.substring(colon + 1).strip());
      if (!ID.matcher(id).matches() || key.length != Gcm.KEY_BYTES || keys.put(id, key) != null) {
        throw new SealBrokenException(
            ("Line %d of %s (gamelan.seal.master-keys-file) is not a master key: each line has the"
                    + " form id:key, with an id of its own and a key of 32 bytes in Base64.")
                .formatted(number, file));
      }
    }
    if (keys.isEmpty()) {
      throw new SealBrokenException(
          "%s (gamelan.seal.master-keys-file) holds no master key.".formatted(file));
    }
    return keys;
  }

  private static Iterable<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new SealBrokenException(
          "The master keys in %s (gamelan.seal.master-keys-file) cannot be read.".formatted(file));
    }
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException garbage) {
      return new byte[0];
    }
  }

  boolean present() {
    return !byId.isEmpty();
  }

  /** The id of the key that wraps from now on. */
  String newest() {
    if (byId.isEmpty()) {
      throw new SealBrokenException(
          "No credentials can be kept, because there is no master key: set"
              + " gamelan.seal.master-keys-file and start again.");
    }
    return byId.keySet().iterator().next();
  }

  WrappedKey wrap(byte[] dataKey, String connection) {
    String id = newest();
    return new WrappedKey(id, Gcm.seal(key(id), place(connection), dataKey));
  }

  byte[] unwrap(WrappedKey wrapped, String connection) {
    return Gcm.open(key(wrapped.masterKeyId()), place(connection), wrapped.wrapped())
        .orElseThrow(
            () ->
                new SealBrokenException(
                    ("The data key of connection %s does not open with the master key %s: the key"
                            + " in gamelan.seal.master-keys-file is not the one it was wrapped"
                            + " with.")
                        .formatted(connection, wrapped.masterKeyId())));
  }

  private byte[] key(String id) {
    byte[] key = byId.get(id);
    if (key == null) {
      throw new SealBrokenException(
          ("The master key %s, with which credentials are sealed, is missing: put it back into the"
                  + " file of gamelan.seal.master-keys-file.")
              .formatted(id));
    }
    return key;
  }

  private static byte[] place(String connection) {
    return Place.associatedData(PURPOSE, connection);
  }
}
