package dev.gamelan.topics;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the schema registry is. {@link TopicDefaults} hands these on to every Kafka client; this
 * record is what refuses a key that does not exist.
 *
 * @param url root of the Confluent-compatible API, such as {@code
 *     http://registry:8080/apis/ccompat/v7}; absent: records are written without a registry
 * @param username for basic authentication, if the registry asks for it
 */
@ConfigurationProperties(prefix = "gamelan.schema-registry", ignoreUnknownFields = false)
record SchemaRegistryProperties(
    @Nullable String url, @Nullable String username, @Nullable String password) {
  /** Leaves the password out. */
  @Override
  public String toString() {
    return "schema registry " + url;
  }
}
