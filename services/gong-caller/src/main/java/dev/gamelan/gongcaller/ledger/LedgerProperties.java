package dev.gamelan.gongcaller.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long writes are remembered.
 *
 * @param keep longer than a command stays on its topic, or a very late redelivery would be sent
 * @param keys how long an idempotency key stands for its write
 * @param largestBody the most of Gong's answer that is kept for a repetition of the ending
 */
@ConfigurationProperties(prefix = "gamelan.ledger", ignoreUnknownFields = false)
record LedgerProperties(
    @DefaultValue("7d") Duration keep,
    @DefaultValue("24h") Duration keys,
    @DefaultValue("256KB") DataSize largestBody) {

  LedgerProperties {
    if (keys.compareTo(keep) > 0) {
      throw new IllegalArgumentException(
          "gamelan.ledger.keys may be no longer than gamelan.ledger.keep");
    }
  }
}
