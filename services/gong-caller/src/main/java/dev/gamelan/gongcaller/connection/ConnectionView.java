package dev.gamelan.gongcaller.connection;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection as people may see it: nothing in it is secret.
 *
 * @param source {@code administration}, or {@code configuration}: the latter cannot be changed here
 * @param credentials how it proves itself: {@code basic}, {@code oauth}, or {@code none}
 * @param verified whether Gong has accepted the current credentials in a real request
 * @param problem what is wrong, in a sentence; null where nothing is
 */
record ConnectionView(
    String name,
    String source,
    String baseUrl,
    String standing,
    String title,
    List<String> tags,
    List<String> administrators,
    String credentials,
    @Nullable Instant credentialsSince,
    @Nullable Instant credentialsExpireAt,
    boolean verified,
    @Nullable Instant verifiedAt,
    @Nullable String problem,
    @Nullable Rotation rotation,
    long version,
    Instant createdAt,
    Instant changedAt) {

  /**
   * How far an exchange of credentials has come.
   *
   * @param step {@code awaiting} new ones, {@code trying} them, {@code refused}, or {@code
   *     retiring} the old ones
   * @param until when waiting calls are waited with no longer
   */
  record Rotation(String step, @Nullable Instant until, @Nullable String problem) {}

  static ConnectionView of(Kept kept, Instant now) {
    ConnectionRow row = kept.row();
    var current = kept.current();
    return new ConnectionView(
        row.name(),
        row.isConfigured() ? "configuration" : "administration",
        current.map(CredentialRow::baseUrl).orElse(row.baseUrl()),
        row.isPaused() ? "paused" : "active",
        row.title(),
        row.tags(),
        row.administrators(),
        current.map(CredentialRow::kind).orElse("none"),
        current.map(CredentialRow::createdAt).orElse(null),
        current.map(CredentialRow::expiresAt).orElse(null),
        row.verifiedAt() != null,
        row.verifiedAt(),
        row.problem(),
        rotation(kept, now),
        row.revision(),
        row.createdAt(),
        row.changedAt());
  }

  private static @Nullable Rotation rotation(Kept kept, Instant now) {
    Instant until = kept.row().rotatingUntil();
    CredentialRow candidate = kept.candidate().orElse(null);
    if (candidate != null) {
      return new Rotation(
          candidate.refusedAt() == null ? "trying" : "refused", until, candidate.problem());
    }
    if (until != null && until.isAfter(now)) {
      return new Rotation("awaiting", until, null);
    }
    return kept.credentials().stream()
            .anyMatch(credentials -> credentials.state() == CredentialRow.State.RETIRING)
        ? new Rotation("retiring", null, null)
        : null;
  }
}
