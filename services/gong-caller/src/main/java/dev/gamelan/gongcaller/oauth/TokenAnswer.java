package dev.gamelan.gongcaller.oauth;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of asking for tokens. */
public sealed interface TokenAnswer {

  /**
   * New tokens. The text says nothing of them.
   *
   * @param apiBaseUrl where Gong says the company's API is; not checked yet
   */
  record Granted(
      String accessToken,
      String refreshToken,
      Duration lifetime,
      Set<String> scopes,
      @Nullable String apiBaseUrl)
      implements TokenAnswer {
    @Override
    public String toString() {
      return "Granted[lifetime=%s, scopes=%s, apiBaseUrl=%s]"
          .formatted(lifetime, scopes, apiBaseUrl);
    }
  }

  /**
   * Gong says no.
   *
   * @param grant whether it is the code or the refresh token that it does not accept, and not this
   *     installation
   */
  record Refused(boolean grant, String sentence) implements TokenAnswer {}

  /** Gong could not be asked, or its answer got lost: perhaps the token is spent all the same. */
  record Unclear(String sentence) implements TokenAnswer {}
}
