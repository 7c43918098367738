package dev.gamelan.simulator.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** One pair of credentials; without scopes it may do everything. */
public record AccessKey(String accessKey, String secret, @DefaultValue Set<String> scopes) {

  public AccessKey {
    if (accessKey.isBlank() || secret.isBlank()) {
      throw new IllegalArgumentException("a key needs an accessKey and a secret");
    }
    scopes = Set.copyOf(scopes);
  }

  public boolean mayUse(String scope) {
    return scopes.isEmpty() || scopes.contains(scope);
  }

  boolean hasSecret(String offered) {
    return MessageDigest.isEqual(
        secret.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return accessKey;
  }
}
