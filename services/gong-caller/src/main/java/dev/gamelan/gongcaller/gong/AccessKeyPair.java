package dev.gamelan.gongcaller.gong;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A key and its secret as Gong's administrators make them. Its text says nothing of either. */
public record AccessKeyPair(String accessKey, String secret) {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x39\\x3b-\\x7e]{1,200}");
  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,4096}");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Whether both can be sent at all. */
  public boolean isUsable() {
    return KEY.matcher(accessKey).matches() && SECRET.matcher(secret).matches();
  }

  /** The value of the Authorization header. */
  String authorization() {
    String pair = accessKey + ":" + secret;
    return "Basic "
        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** By which the same pair is known again, and from which it cannot be guessed. */
  public String fingerprint() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((accessKey + "\n" + secret).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** When it ends, where the secret says so: Gong's are tokens that may carry {@code exp}. */
  public @Nullable Instant expiresAt() {
    return payload().map(AccessKeyPair::expiry).orElse(null);
  }

  private Optional<JsonNode> payload() {
    String[] parts = secret.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(Base64.getUrlDecoder().decode(parts[1])));
    } catch (IllegalArgumentException | JacksonException noToken) {
      return Optional.empty();
    }
  }

  private static @Nullable Instant expiry(JsonNode payload) {
    JsonNode exp = payload.path("exp");
    try {
      return exp.isIntegralNumber() ? Instant.ofEpochSecond(exp.asLong()) : null;
    } catch (DateTimeException outOfTime) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "AccessKeyPair[]";
  }
}
