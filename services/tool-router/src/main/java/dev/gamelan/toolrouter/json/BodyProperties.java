package dev.gamelan.toolrouter.json;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the body of a request may cost.
 *
 * @param largest its bytes; an upload is a file of 5 MB in base64, and the call around it
 * @param patience how long it may take to arrive
 * @param depth how deep its JSON may be nested
 * @param tokens how many parts its JSON may have, brackets and names counted
 * @param large from which size on a body is a large one
 * @param largeAtOnce how many large ones may be under way, from their first bytes to their answers
 */
@ConfigurationProperties(prefix = "gamelan.body", ignoreUnknownFields = false)
record BodyProperties(
    @DefaultValue("8MB") DataSize largest,
    @DefaultValue("30s") Duration patience,
    @DefaultValue("64") int depth,
    @DefaultValue("200000") int tokens,
    @DefaultValue("256KB") DataSize large,
    @DefaultValue("16") int largeAtOnce) {

  BodyProperties {
    if (largest.toBytes() < 1 || largest.toBytes() > 64L * 1024 * 1024) {
      throw new IllegalArgumentException("gamelan.body.largest must be from 1 byte to 64 MB");
    }
    if (depth < 1 || tokens < 1 || largeAtOnce < 1) {
      throw new IllegalArgumentException(
          "gamelan.body.depth, tokens and large-at-once must be at least 1");
    }
  }

  int largestBytes() {
    return Math.toIntExact(largest.toBytes());
  }
}
