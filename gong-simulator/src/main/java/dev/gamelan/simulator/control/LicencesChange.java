package dev.gamelan.simulator.control;

import dev.gamelan.simulator.licences.Licences.Bought;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is to become different about the licences. */
record LicencesChange(
    @Nullable Boolean engage,
    @Nullable Integer aiCredits,
    @Nullable Duration aiLatencyLeast,
    @Nullable Duration aiLatencyMost) {

  Bought applyTo(Bought now) {
    return new Bought(
        Objects.requireNonNullElse(engage, now.engage()),
        Objects.requireNonNullElse(aiCredits, now.aiCredits()),
        Objects.requireNonNullElse(aiLatencyLeast, now.aiLatencyLeast()),
        Objects.requireNonNullElse(aiLatencyMost, now.aiLatencyMost()));
  }
}
