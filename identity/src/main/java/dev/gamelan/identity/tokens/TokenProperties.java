package dev.gamelan.identity.tokens;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the known tokens stand and which paths need none.
 *
 * @param required whether this service asks for tokens at all; each service's own configuration
 *     says
 * @param file JSON, {@code {"tokens":[{"name":"…","sha256":"<hex>","roles":["read"]}]}}; a token
 *     may also have {@code "groups":["…"]} and a {@code "clientId"}
 * @param openPaths path patterns that anyone may ask for, besides health and metrics
 */
@ConfigurationProperties(prefix = "gamelan.tokens", ignoreUnknownFields = false)
public record TokenProperties(
    @DefaultValue("false") boolean required,
    @Nullable Path file,
    @DefaultValue List<String> openPaths) {
  public Path knownTokens() {
    if (file == null) {
      throw new IllegalStateException(
          "gamelan.tokens.file is not set: name the JSON file that holds the hashes of known tokens,"
              + " or an authorization server in gamelan.identity.oauth.issuers");
    }
    return file;
  }
}
