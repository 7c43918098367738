package dev.gamelan.simulator.oauth;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the authorization server behaves; absent parts of the JSON take the defaults stated here.
 *
 * @param refusesConsent whether the administrator says no; false when absent
 * @param expiresInSeconds how long access tokens live; as configured when absent
 * @param delayMillis how long an exchange takes; 0 when absent
 * @param lostAnswers how many of the next exchanges are done, but answered with 504; 0 when absent
 * @param apiBaseUrl where the company's API is; the host of the exchange itself when absent
 */
public record Conduct(
    @Nullable Boolean refusesConsent,
    @Nullable Long expiresInSeconds,
    @Nullable Long delayMillis,
    @Nullable Integer lostAnswers,
    @Nullable URI apiBaseUrl) {

  public static final Conduct USUAL = new Conduct(null, null, null, null, null);

  public Conduct {
    if (expiresInSeconds != null && expiresInSeconds < 1) {
      throw new IllegalArgumentException("expiresInSeconds is 1 or more");
    }
    if (delayMillis != null && (delayMillis < 0 || delayMillis > 600_000)) {
      throw new IllegalArgumentException("delayMillis is 0 to 600000");
    }
    if (lostAnswers != null && lostAnswers < 0) {
      throw new IllegalArgumentException("lostAnswers is 0 or more");
    }
  }

  boolean refuses() {
    return Boolean.TRUE.equals(refusesConsent);
  }

  Duration delay() {
    return Duration.ofMillis(Objects.requireNonNullElse(delayMillis, 0L));
  }

  boolean losesAnswer() {
    return lostAnswers != null && lostAnswers > 0;
  }

  Conduct withOneAnswerLost() {
    return new Conduct(
        refusesConsent,
        expiresInSeconds,
        delayMillis,
        Objects.requireNonNullElse(lostAnswers, 0) - 1,
        apiBaseUrl);
  }
}
