package dev.gamelan.tokens;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The tokens of the configured file, of which only hashes are kept. */
final class KnownTokens {
  private static final int LONGEST = 4096;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final List<Known> tokens;

  private KnownTokens(List<Known> tokens) {
    this.tokens = tokens;
  }

  record TokenFile(List<Entry> tokens) {}

  record Entry(String name, String sha256, Set<Role> roles) {}

  private record Known(byte[] hash, Caller caller) {}

  static KnownTokens read(Path file) {
    try {
      var read = JSON.readValue(Files.readString(file), TokenFile.class);
      return new KnownTokens(read.tokens().stream().map(entry -> known(file, entry)).toList());
    } catch (IOException | JacksonException problem) {
      throw new IllegalStateException(
          "The token file %s (gamelan.tokens.file) cannot be read: %s"
              .formatted(file, problem.getMessage()),
          problem);
    }
  }

  private static Known known(Path file, Entry entry) {
    if (entry.name() == null || entry.roles() == null || entry.sha256() == null) {
      throw new IllegalStateException(
          "A token in %s lacks its name, sha256 or roles".formatted(file));
    }
    if (!entry.sha256().matches("[0-9a-f]{64}")) {
      throw new IllegalStateException(
          "The token of %s in %s needs sha256 as 64 lower-case hex digits"
              .formatted(entry.name(), file));
    }
    return new Known(
        HexFormat.of().parseHex(entry.sha256()), new Caller(entry.name(), entry.roles()));
  }

  /** Compares with every known hash, so that time tells nothing about which one was close. */
  Optional<Caller> callerOf(String token) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    byte[] hash = sha256(token);
    Optional<Caller> found = Optional.empty();
    for (Known known : tokens) {
      if (MessageDigest.isEqual(known.hash(), hash)) {
        found = Optional.of(known.caller());
      }
    }
    return found;
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
