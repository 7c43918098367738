package dev.gamelan.gongcaller.gong;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where Gong is, and how to prove who we are.
 *
 * @param connections the connections that this account stands for
 * @param baseUrl the address Gong shows beside the API keys; many companies have their own
 * @param accessKey the key itself, or its file in accessKeyFile; the same for the secret
 * @param connectTimeout for the connection alone, TLS included
 * @param answerTimeout the longest wait for an answer, also where the call's deadline is later
 * @param largestAnswer the most that is read of one answer
 */
@ConfigurationProperties(prefix = "gamelan.gong", ignoreUnknownFields = false)
record GongProperties(
    @DefaultValue("default") Set<String> connections,
    @DefaultValue("https://api.gong.io") URI baseUrl,
    @Nullable String accessKey,
    @Nullable Path accessKeyFile,
    @Nullable String accessKeySecret,
    @Nullable Path accessKeySecretFile,
    @DefaultValue("3s") Duration connectTimeout,
    @DefaultValue("60s") Duration answerTimeout,
    @DefaultValue("8MB") DataSize largestAnswer) {

  GongProperties {
    if (baseUrl.getHost() == null
        || baseUrl.getUserInfo() != null
        || baseUrl.getQuery() != null
        || !("https".equals(baseUrl.getScheme()) || "http".equals(baseUrl.getScheme()))) {
      throw new IllegalArgumentException(
          "gamelan.gong.base-url needs to be an http or https address without user or query,"
              + " such as https://us-12345.api.gong.io");
    }
  }

  /** The value of the Authorization header. */
  String authorization() {
    String pair =
        value("access-key", accessKey, accessKeyFile)
            + ":"
            + value("access-key-secret", accessKeySecret, accessKeySecretFile);
    return "Basic "
        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String value(String name, @Nullable String value, @Nullable Path file) {
    if (value != null && !value.isBlank()) {
      return value;
    }
    if (file == null) {
      throw new IllegalStateException(
          "Gong's credentials are missing: set gamelan.gong.%s, or gamelan.gong.%s-file to a file that holds it"
              .formatted(name, name));
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new IllegalStateException(
          "The file of gamelan.gong.%s-file cannot be read: %s".formatted(name, file), unreadable);
    }
  }

  /** Says nothing of the credentials. */
  @Override
  public String toString() {
    return "GongProperties[baseUrl=%s, largestAnswer=%s]".formatted(baseUrl, largestAnswer);
  }
}
