package dev.gamelan.gongcaller.gong;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where Gong is, and how to prove who we are.
 *
 * @param connections the connections that this account stands for; none, where all are registered
 *     while it runs
 * @param baseUrl the address Gong shows beside the API keys; many companies have their own
 * @param accessKey the key itself, or its file in accessKeyFile; the same for the secret
 * @param allowedBesides origins that connections may be registered for although they are not Gong's
 * @param connectTimeout for the connection alone, TLS included
 * @param answerTimeout the longest wait for an answer, also where the call's deadline is later
 * @param slowestUpload what a stored file must move at a second, at least: it gets that much longer
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
    @DefaultValue Set<URI> allowedBesides,
    @DefaultValue("3s") Duration connectTimeout,
    @DefaultValue("60s") Duration answerTimeout,
    @DefaultValue("1MB") DataSize slowestUpload,
    @DefaultValue("8MB") DataSize largestAnswer) {

  GongProperties {
    if (slowestUpload.toBytes() < 1) {
      throw new IllegalArgumentException("gamelan.gong.slowest-upload must be at least a byte");
    }
    try {
      GongHosts.configured(baseUrl);
    } catch (IllegalArgumentException unusable) {
      throw new IllegalArgumentException("gamelan.gong.base-url: " + unusable.getMessage());
    }
    for (String connection : connections) {
      if (!connection.matches("[a-z0-9][a-z0-9-]{0,62}")) {
        throw new IllegalArgumentException(
            "gamelan.gong.connections needs names of lower-case letters, digits and hyphens");
      }
    }
  }

  AccessKeyPair pair() {
    return new AccessKeyPair(
        value("access-key", accessKey, accessKeyFile),
        value("access-key-secret", accessKeySecret, accessKeySecretFile));
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
