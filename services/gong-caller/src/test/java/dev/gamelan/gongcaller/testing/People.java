package dev.gamelan.gongcaller.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who may ask a gong-caller under test, and as what. */
public final class People {
  private static final Map<String, String> ROLES =
      new TreeMap<>(
          Map.of(
              "owner", "admin",
              "governor", "governance",
              "auditor", "audit",
              "anna", "connections",
              "bert", "connections",
              "reader", "read",
              "writer", "write"));

  private People() {}

  static String token(String name) {
    return "the-token-of-" + name;
  }

  static String known() {
    return ROLES.entrySet().stream()
        .map(
            person ->
                "{\"name\":\"%s\",\"sha256\":\"%s\",\"roles\":[\"%s\"]}"
                    .formatted(person.getKey(), sha256(token(person.getKey())), person.getValue()))
        .collect(Collectors.joining(",", "{\"tokens\":[", "]}"));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
