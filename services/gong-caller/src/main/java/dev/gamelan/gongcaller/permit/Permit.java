package dev.gamelan.gongcaller.permit;

import java.time.Duration;
import java.time.Instant;

/**
 * The right to send one request, within a window. The window is held on both clocks: the monotonic
 * one cannot jump, and the wall clock goes on while a machine sleeps.
 */
public record Permit(
    String permitId, long dueNanos, long expiresNanos, Instant expiresAt, Duration spacing) {

  /** Measures the delay from receipt and the expiry from the question, each on the careful side. */
  static Permit granted(
      PermitClient.Grant grant, long askedNanos, Instant askedAt, long receivedNanos) {
    return new Permit(
        grant.permitId(),
        receivedNanos + Duration.ofMillis(grant.delayMillis()).toNanos(),
        askedNanos + Duration.ofMillis(grant.expiresInMillis()).toNanos(),
        askedAt.plusMillis(grant.expiresInMillis()),
        Duration.ofMillis(grant.spacingMillis()));
  }

  public boolean stillValid(long nanos, Instant now) {
    return expiresNanos - nanos > 0 && now.isBefore(expiresAt);
  }
}
