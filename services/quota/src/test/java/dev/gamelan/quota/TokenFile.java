package dev.gamelan.quota;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Tokens for a test, each named like its one role. */
public final class TokenFile {
  private TokenFile() {}

  public static Path with(String... roles) {
    String entries =
        Arrays.stream(roles)
            .map(
                role ->
                    "{\"name\":\"%s\",\"sha256\":\"%s\",\"roles\":[\"%s\"]}"
                        .formatted(role, sha256(role), role))
            .collect(Collectors.joining(","));
    try {
      Path file = Files.createTempFile("tokens", ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, "{\"tokens\":[" + entries + "]}");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String sha256(String token) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
