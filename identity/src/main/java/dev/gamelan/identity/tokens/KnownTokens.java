package dev.gamelan.identity.tokens;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The tokens of the configured file, of which only hashes are kept. */
public final class KnownTokens {
  /** Without a colon, which only callers known by an access token have in their names. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@+-]{1,64}");

  private static final int LONGEST = 4096;
  private static final int LONGEST_GROUP = 256;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final List<Known> tokens;

  private KnownTokens(List<Known> tokens) {
    this.tokens = tokens;
  }

  record Listed(@Nullable List<@Nullable Entry> tokens) {}

  record Entry(
      @Nullable String name,
      @Nullable String sha256,
      @Nullable Set<Role> roles,
      @Nullable Set<@Nullable String> groups,
      @Nullable String clientId) {
    Caller caller(String name, Set<Role> roles) {
      Set<String> named = new HashSet<>();
      if (groups != null) {
        groups.stream().filter(Objects::nonNull).forEach(named::add);
      }
      return new Caller(name, roles, named, clientId);
    }
  }

  private record Known(byte[] hash, Caller caller) {}

  /** Fails with a sentence that says what is wrong with the file. */
  static KnownTokens read(Path file) {
    try {
      List<@Nullable Entry> entries = JSON.readValue(Files.readString(file), Listed.class).tokens();
      if (entries == null) {
        throw wrong(file, "has no list \"tokens\"");
      }
      return new KnownTokens(checked(file, entries));
    } catch (IOException missing) {
      throw new IllegalStateException(
          "The token file %s (gamelan.tokens.file) cannot be read: %s".formatted(file, missing),
          missing);
    } catch (JacksonException malformed) {
      throw wrong(file, "is not as it should be: " + malformed.getOriginalMessage());
    }
  }

  private static List<Known> checked(Path file, List<@Nullable Entry> entries) {
    Set<String> hashes = new HashSet<>();
    List<Known> tokens = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry == null
          || entry.name() == null
          || entry.sha256() == null
          || entry.roles() == null
          || entry.roles().contains(null)) {
        throw wrong(file, "has a token that lacks its name, sha256 or roles");
      }
      if (!NAME.matcher(entry.name()).matches()) {
        throw wrong(
            file,
            "has a name that is not 1 to 64 letters, digits, dots, hyphens, underscores, plus or at"
                + " signs: "
                + entry.name());
      }
      if (!entry.sha256().matches("[0-9a-f]{64}")) {
        throw wrong(
            file, "needs 64 lower-case hex digits as the sha256 of %s".formatted(entry.name()));
      }
      if (!namesAlone(entry)) {
        throw wrong(
            file,
            "has groups or a clientId of %s that are not 1 to %d characters"
                .formatted(entry.name(), LONGEST_GROUP));
      }
      if (!hashes.add(entry.sha256())) {
        throw wrong(file, "has the token of %s twice".formatted(entry.name()));
      }
      tokens.add(
          new Known(
              HexFormat.of().parseHex(entry.sha256()), entry.caller(entry.name(), entry.roles())));
    }
    return List.copyOf(tokens);
  }

  private static boolean namesAlone(Entry entry) {
    return (entry.groups() == null || entry.groups().stream().allMatch(KnownTokens::isName))
        && (entry.clientId() == null || isName(entry.clientId()));
  }

  private static boolean isName(@Nullable String text) {
    return text != null && !text.isBlank() && text.length() <= LONGEST_GROUP;
  }

  private static IllegalStateException wrong(Path file, String what) {
    return new IllegalStateException(
        "The token file %s (gamelan.tokens.file) %s".formatted(file, what));
  }

  /** Compares with every known hash, so that time tells nothing about which one was close. */
  public Optional<Caller> callerOf(String token) {
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
