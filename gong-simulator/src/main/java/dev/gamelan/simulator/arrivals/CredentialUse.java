package dev.gamelan.simulator.arrivals;

/** What a client does with the credentials of the authorization server; the first two are right. */
public enum CredentialUse {
  CODE_EXCHANGED,
  TOKEN_REFRESHED,
  CODE_USED_TWICE,
  REFRESH_TOKEN_USED_TWICE,
  PARALLEL_REFRESH,
  TOKEN_AT_WRONG_HOST
}
