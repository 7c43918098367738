package dev.gamelan.local.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Makes the tokens of an installation once and keeps them in its data folder. */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path folder;

  public Secrets(Path data) throws IOException {
    this.folder = data.resolve("secrets");
    Files.createDirectories(folder, OwnerOnly.FOLDER);
  }

  /** A named token and what its bearer may do. */
  public record Token(String name, String value, List<String> roles) {
    private record Entry(String name, String sha256, List<String> roles) {}

    private Entry entry() {
      return new Entry(name, sha256(value), roles);
    }
  }

  public Token token(String name, String... roles) throws IOException {
    Path file = random(tokenFile(name));
    return new Token(name, Files.readString(file).strip(), List.of(roles));
  }

  /** The key by which tool-router seals what clients carry. */
  public Path signingKeys() throws IOException {
    return random(folder.resolve("signing-keys"));
  }

  /** The key under which gong-caller seals the credentials of connections. */
  public Path masterKeys() throws IOException {
    Path file = folder.resolve("master-keys");
    if (!Files.exists(file)) {
      byte[] random = new byte[32];
      RANDOM.nextBytes(random);
      keep("master-keys", "first:" + Base64.getUrlEncoder().encodeToString(random) + "\n");
    }
    return file;
  }

  private static Path random(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file, OwnerOnly.FILE);
      byte[] random = new byte[32];
      RANDOM.nextBytes(random);
      Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }
    return file;
  }

  public Path tokenFile(String name) {
    return folder.resolve(name + ".token");
  }

  /** Writes a secret that came from elsewhere to a file that only its owner may read. */
  public Path keep(String name, String value) throws IOException {
    Path file = folder.resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(file, OwnerOnly.FILE);
    Files.writeString(file, value);
    return file;
  }

  /** The file that tells one service which tokens it accepts: hashes only. */
  public Path knownTo(String service, List<Token> tokens) throws IOException {
    record File(List<Token.Entry> tokens) {}
    return keep(
        "known-to-" + service + ".json",
        JSON.writeValueAsString(new File(tokens.stream().map(Token::entry).toList())));
  }

  private static String sha256(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
