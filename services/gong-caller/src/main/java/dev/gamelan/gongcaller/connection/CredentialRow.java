package dev.gamelan.gongcaller.connection;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Credentials as they are kept, but for what is secret.
 *
 * @param kind {@code basic}, or what else Gong knows
 * @param baseUrl where they are for, if Gong said so itself; else the connection's address
 * @param refusedAt since when Gong refuses them; null while it does not
 * @param switchedAt when others took their place
 */
record CredentialRow(
    long generation,
    State state,
    String kind,
    @Nullable String baseUrl,
    String fingerprint,
    @Nullable Instant expiresAt,
    @Nullable Instant warnedAt,
    @Nullable Instant refusedAt,
    @Nullable String problem,
    Instant createdAt,
    @Nullable Instant switchedAt) {

  static final String BASIC = "basic";
  static final String OAUTH = "oauth";

  /** The way of credentials. */
  enum State {
    /** Tried, and not used otherwise until Gong has accepted them. */
    CANDIDATE,
    CURRENT,
    /** Replaced, and kept until no request can be under way with them. */
    RETIRING
  }

  /** Just loaded. */
  static CredentialRow loaded(
      long generation,
      State state,
      String kind,
      @Nullable String baseUrl,
      String fingerprint,
      @Nullable Instant expiresAt,
      Instant now) {
    return new CredentialRow(
        generation, state, kind, baseUrl, fingerprint, expiresAt, null, null, null, now, null);
  }

  CredentialRow current() {
    return with(State.CURRENT, warnedAt, null, null, null);
  }

  CredentialRow retiring(Instant since) {
    return with(State.RETIRING, warnedAt, refusedAt, problem, since);
  }

  CredentialRow refused(Instant since, String why) {
    return with(state, warnedAt, since, why, switchedAt);
  }

  CredentialRow accepted() {
    return with(state, warnedAt, null, null, switchedAt);
  }

  CredentialRow warned(Instant at) {
    return with(state, at, refusedAt, problem, switchedAt);
  }

  /** Gong renews them no more, and it is known. */
  CredentialRow ending(Instant end, Instant now) {
    return new CredentialRow(
        generation,
        state,
        kind,
        baseUrl,
        fingerprint,
        end,
        now,
        refusedAt,
        problem,
        createdAt,
        switchedAt);
  }

  boolean isConsent() {
    return kind.equals(OAUTH);
  }

  /** Whether other tokens may come of them now: not of such as were renewed a moment ago. */
  boolean mayRenew(Instant now, Duration age) {
    return isConsent() && expiresAt == null && createdAt.isBefore(now.minus(age));
  }

  private CredentialRow with(
      State newState,
      @Nullable Instant newWarnedAt,
      @Nullable Instant newRefusedAt,
      @Nullable String newProblem,
      @Nullable Instant newSwitchedAt) {
    return new CredentialRow(
        generation,
        newState,
        kind,
        baseUrl,
        fingerprint,
        expiresAt,
        newWarnedAt,
        newRefusedAt,
        newProblem,
        createdAt,
        newSwitchedAt);
  }
}
