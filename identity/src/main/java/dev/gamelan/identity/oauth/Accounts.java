package dev.gamelan.identity.oauth;

import dev.gamelan.identity.Account;
import dev.gamelan.identity.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads who a checked token is about from the claims that the configuration names. */
final class Accounts {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._@|-]{1,64}");
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_MEMBER = 256;
  private static final int DIGEST_BYTES = 20;

  private final OAuthProperties.Claims claims;
  private final Granting granting;

  Accounts(OAuthProperties.Claims claims, Granting granting) {
    this.claims = claims;
    this.granting = granting;
  }

  Caller caller(String issuer, String issuerName, String subject, JsonNode token) {
    Set<String> groups = members(token, claims.groups());
    Set<String> roles = members(token, claims.roles());
    Set<String> both = new HashSet<>(groups);
    both.addAll(roles);
    Set<String> scopes = scopes(token);
    String name = issuerName + ":" + shortened(subject);
    return new Caller(
        name,
        granting.roles(scopes, both),
        new Account(
            issuer,
            subject,
            orElse(first(token, claims.user()), name),
            first(token, claims.clientId()),
            email(token),
            scopes,
            groups,
            roles));
  }

  /** What the authorization server has not checked, anybody may have written. */
  private @Nullable String email(JsonNode token) {
    boolean unchecked =
        token.has("email_verified") && !token.path("email_verified").asBoolean(false);
    String email = unchecked ? null : first(token, claims.email());
    return email != null && email.contains("@") ? email.toLowerCase(Locale.ROOT) : null;
  }

  /** A local token's name has no colon, and a plain subject no tilde, so no two are alike. */
  private static String shortened(String subject) {
    return PLAIN.matcher(subject).matches() ? subject : "~" + digest(subject);
  }

  private static String digest(String subject) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Set<String> scopes(JsonNode token) {
    return texts(token, claims.scopes()).stream()
        .flatMap(text -> Stream.of(text.split(" ")))
        .filter(scope -> !scope.isEmpty())
        .collect(Collectors.toSet());
  }

  private static Set<String> members(JsonNode token, List<String> paths) {
    Set<String> members = new HashSet<>();
    for (String text : texts(token, paths)) {
      if (!text.isEmpty() && text.length() <= LONGEST_MEMBER && printable(text).equals(text)) {
        members.add(text);
      }
    }
    return members;
  }

  private static @Nullable String first(JsonNode token, List<String> paths) {
    return texts(token, paths).stream()
        .map(Accounts::printable)
        .filter(text -> !text.isBlank())
        .map(text -> text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME))
        .findFirst()
        .orElse(null);
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }

  /** Without what could write lines of its own into a log, or turn a line around. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "");
  }

  private static List<String> texts(JsonNode token, List<String> paths) {
    List<String> texts = new ArrayList<>();
    for (String path : paths) {
      JsonNode found = at(token, path);
      Stream<JsonNode> values = found.isArray() ? found.valueStream() : Stream.of(found);
      values.filter(JsonNode::isString).map(JsonNode::stringValue).forEach(texts::add);
    }
    return texts;
  }

  /** A claim's name may itself have dots, so the whole is looked for first. */
  private static JsonNode at(JsonNode token, String path) {
    if (path.startsWith("/")) {
      return token.at(path);
    }
    if (token.has(path)) {
      return token.path(path);
    }
    JsonNode found = token;
    for (String name : path.split("\\.")) {
      found = found.path(name);
    }
    return found;
  }
}
