package dev.gamelan.simulator.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The keys the simulator starts with; none configured means one that is made for demonstrations.
 */
@ConfigurationProperties(prefix = "gamelan.simulator.access", ignoreUnknownFields = false)
record AccessProperties(List<AccessKey> keys) {
  private static final AccessKey DEMO = AccessKey.of("gamelan-demo", "gamelan-demo-secret");

  AccessProperties(@Nullable List<AccessKey> keys) {
    this.keys = keys == null || keys.isEmpty() ? List.of(DEMO) : List.copyOf(keys);
  }
}
