package dev.gamelan.toolrouter.admin.desk;

import dev.gamelan.identity.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;

/**
 * A request, without its body.
 *
 * @param idempotencyKey by which a retry is known; null where none was sent
 */
public record Asked(
    Caller caller,
    String what,
    MultiValueMap<String, String> query,
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch,
    @Nullable String idempotencyKey) {
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  static Asked of(ServerHttpRequest request, Caller caller) {
    HttpHeaders headers = request.getHeaders();
    return new Asked(
        caller,
        request.getMethod().name() + " " + request.getPath().pathWithinApplication().value(),
        request.getQueryParams(),
        headers.getFirst(HttpHeaders.IF_MATCH),
        headers.getFirst(HttpHeaders.IF_NONE_MATCH),
        headers.getFirst(IDEMPOTENCY_KEY));
  }

  public @Nullable String parameter(String name) {
    String given = query.getFirst(name);
    return given == null || given.isBlank() ? null : given.strip();
  }

  /** The same for a retry by the same caller under the same key; else one of its own. */
  public String id() {
    return idempotencyKey == null
        ? UUID.randomUUID().toString()
        : digest(caller.name() + "\n" + what + "\n" + idempotencyKey);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, 32);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  boolean hasUsableKey() {
    return idempotencyKey == null || idempotencyKey.matches("[\\x21-\\x7E]{1,200}");
  }

  boolean matches(long version) {
    return ifMatch == null || "*".equals(ifMatch.strip()) || names(version);
  }

  /** Whether it is meant for this very version; of what was deleted, or never was, too. */
  boolean names(long version) {
    return ifMatch != null
        && Arrays.stream(ifMatch.split(",", 20))
            .map(String::strip)
            .anyMatch(tagOf(version)::equals);
  }

  /** Whether it was meant for the version before, as a retry is that has already succeeded. */
  boolean matchedBefore(long version) {
    return names(version - 1);
  }

  static String tagOf(long version) {
    return "\"" + version + "\"";
  }
}
