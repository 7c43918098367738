package dev.gamelan.schemas;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Where the schema registry is and how to log in there, as the configuration of a Kafka client
 * says.
 *
 * @param url the root of the registry's Confluent-compatible API, without a trailing slash
 */
public record RegistrySettings(URI url, @Nullable String username, @Nullable String password) {
  /** Absent or empty: no registry, records are written in Avro's single-object encoding. */
  public static final String URL = "gamelan.schema-registry.url";

  public static final String USERNAME = "gamelan.schema-registry.username";
  public static final String PASSWORD = "gamelan.schema-registry.password";

  static Optional<RegistrySettings> of(Map<String, ?> configuration) {
    String url = text(configuration, URL);
    return url == null
        ? Optional.empty()
        : Optional.of(
            new RegistrySettings(
                checked(url), text(configuration, USERNAME), text(configuration, PASSWORD)));
  }

  private static URI checked(String url) {
    String withoutSlash = url.replaceAll("/+$", "");
    try {
      URI uri = URI.create(withoutSlash);
      if (uri.getHost() != null
          && uri.getUserInfo() == null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException notEvenAUri) {
      // refused below
    }
    throw new ConfigException(
        URL
            + " must be an http or https URL without a login in it, such as"
            + " http://registry:8080/apis/ccompat/v7");
  }

  private static @Nullable String text(Map<String, ?> configuration, String key) {
    Object value = configuration.get(key);
    return value == null || value.toString().isBlank() ? null : value.toString().strip();
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "schema registry " + url;
  }
}
