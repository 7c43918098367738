package dev.gamelan.identity.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Token files as an administrator would write them. */
public final class Tokens {
  private Tokens() {}

  public static String entry(String name, String token, String... roles) {
    return "{\"name\":\"%s\",\"sha256\":\"%s\",\"roles\":[%s]}"
        .formatted(
            name,
            sha256(token),
            Stream.of(roles).map(role -> '"' + role + '"').collect(Collectors.joining(",")));
  }

  /** Writes the file as changed at that moment. */
  public static Path file(Path file, Instant changed, String... entries) {
    return text(file, changed, "{\"tokens\":[" + String.join(",", entries) + "]}");
  }

  public static Path text(Path file, Instant changed, String text) {
    try {
      Files.writeString(file, text);
      return Files.setLastModifiedTime(file, FileTime.from(changed));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static String sha256(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
