package dev.gamelan.simulator.licences;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What the company has bought at the start. */
@ConfigurationProperties(prefix = "gamelan.simulator.licences", ignoreUnknownFields = false)
record LicenceProperties(
    @DefaultValue("true") boolean engage,
    @DefaultValue("1000") int aiCredits,
    @DefaultValue("12s") Duration aiLatencyLeast,
    @DefaultValue("15s") Duration aiLatencyMost) {

  Licences.Bought bought() {
    return new Licences.Bought(engage, aiCredits, aiLatencyLeast, aiLatencyMost);
  }
}
