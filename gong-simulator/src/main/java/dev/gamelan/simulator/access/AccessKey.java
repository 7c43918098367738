package dev.gamelan.simulator.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One pair of credentials; without scopes it may do everything, without an expiry it lives on, and
 * without trusted addresses it may be used from anywhere.
 */
public record AccessKey(
    String accessKey,
    String secret,
    @DefaultValue Set<String> scopes,
    @Nullable Instant expiresAt,
    @DefaultValue Set<String> trustedIps) {

  @ConstructorBinding
  public AccessKey {
    if (accessKey.isBlank() || secret.isBlank()) {
      throw new IllegalArgumentException("a key needs an accessKey and a secret");
    }
    scopes = Set.copyOf(scopes);
    trustedIps = Set.copyOf(trustedIps);
  }

  /** A pair that lives on and may be used from anywhere. */
  public AccessKey(String accessKey, String secret, Set<String> scopes) {
    this(accessKey, secret, scopes, null, Set.of());
  }

  /** Likewise. */
  public static AccessKey of(String accessKey, String secret, String... scopes) {
    return new AccessKey(accessKey, secret, Set.of(scopes));
  }

  public Grant grant() {
    return new Grant(accessKey, scopes, scopes.isEmpty());
  }

  public boolean trusts(String address) {
    return trustedIps.isEmpty() || trustedIps.contains(address);
  }

  public boolean isOverAt(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  AccessKey withSecret(String changed) {
    return new AccessKey(accessKey, changed, scopes, expiresAt, trustedIps);
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
