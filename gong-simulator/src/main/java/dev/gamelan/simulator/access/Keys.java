package dev.gamelan.simulator.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The keys that are valid now; replacing them makes the old ones worthless at once. */
@Component
public class Keys {
  private static final String BASIC = "Basic ";

  private volatile Map<String, AccessKey> byName;

  Keys(AccessProperties properties) {
    byName = index(properties.keys());
  }

  public synchronized void replace(List<AccessKey> keys) {
    byName = index(keys);
  }

  /** One more pair beside the others, or another one in the place of that name. */
  public synchronized void put(AccessKey key) {
    Map<String, AccessKey> changed = new HashMap<>(byName);
    changed.put(key.accessKey(), key);
    byName = Map.copyOf(changed);
  }

  /** False when there is no such pair. */
  public synchronized boolean revoke(String accessKey) {
    Map<String, AccessKey> changed = new HashMap<>(byName);
    boolean was = changed.remove(accessKey) != null;
    byName = Map.copyOf(changed);
    return was;
  }

  /** The same key with another secret; the old one is worthless at once. */
  public synchronized Optional<AccessKey> regenerate(String accessKey) {
    Optional<AccessKey> changed =
        Optional.ofNullable(byName.get(accessKey))
            .map(key -> key.withSecret(UUID.randomUUID().toString()));
    changed.ifPresent(this::put);
    return changed;
  }

  public List<AccessKey> all() {
    return List.copyOf(byName.values());
  }

  public Optional<AccessKey> find(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(BASIC)) {
      return Optional.empty();
    }
    String pair;
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
      pair = new String(decoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    int colon = pair.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.ofNullable(byName.get(pair.substring(0, colon)))
            .filter(key -> key.hasSecret(pair.substring(colon + 1)));
  }

  private static Map<String, AccessKey> index(List<AccessKey> keys) {
    return keys.stream()
        .collect(Collectors.toUnmodifiableMap(AccessKey::accessKey, Function.identity()));
  }
}
