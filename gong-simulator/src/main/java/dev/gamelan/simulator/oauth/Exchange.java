package dev.gamelan.simulator.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a request for tokens ended. */
sealed interface Exchange {

  /** New tokens, as they go over the wire. */
  record Issued(
      @JsonProperty("access_token") String accessToken,
      @JsonProperty("refresh_token") String refreshToken,
      @JsonProperty("expires_in") long expiresIn,
      @JsonProperty("token_type") String tokenType,
      String scope,
      @JsonProperty("api_base_url_for_customer") String apiBaseUrl)
      implements Exchange {}

  /** No tokens, and why. */
  record Refused(
      int status, String error, @JsonProperty("error_description") String errorDescription)
      implements Exchange {}

  static Refused invalidGrant(String why) {
    return new Refused(400, "invalid_grant", why);
  }
}
