package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.seal.WrappedKey;
import dev.gamelan.schemas.ConnectionStanding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection as it is kept.
 *
 * @param verifiedAt when Gong first accepted the current credentials in a real request
 * @param problem what is wrong, in a sentence for an administrator
 * @param rotatingUntil until then calls wait for new credentials instead of failing
 * @param probeDueAt when the credentials are to be tried next
 * @param revision of the last change that somebody made
 * @param version of the last change of any kind; neither number ever comes again
 */
record ConnectionRow(
    String name,
    Source source,
    String baseUrl,
    ConnectionStanding standing,
    String title,
    List<String> tags,
    List<String> administrators,
    @Nullable Instant verifiedAt,
    @Nullable String problem,
    @Nullable Instant rotatingUntil,
    @Nullable Instant probeDueAt,
    @Nullable WrappedKey dataKey,
    long revision,
    long version,
    Instant createdAt,
    Instant changedAt) {

  /** Where a connection comes from. */
  enum Source {
    /** Registered while it runs. */
    ADMINISTRATION,
    /** From the start-up configuration; nobody can change it while it runs. */
    CONFIGURATION
  }

  boolean isPaused() {
    return standing == ConnectionStanding.PAUSED;
  }

  boolean isConfigured() {
    return source == Source.CONFIGURATION;
  }

  Edit edit() {
    return new Edit(this);
  }

  /** Another row in the making: what is not set stays. */
  static final class Edit {
    private final ConnectionRow from;
    String baseUrl;
    ConnectionStanding standing;
    String title;
    List<String> tags;
    List<String> administrators;
    @Nullable Instant verifiedAt;
    @Nullable String problem;
    @Nullable Instant rotatingUntil;
    @Nullable Instant probeDueAt;
    @Nullable WrappedKey dataKey;

    private Edit(ConnectionRow from) {
      this.from = from;
      this.baseUrl = from.baseUrl;
      this.standing = from.standing;
      this.title = from.title;
      this.tags = from.tags;
      this.administrators = from.administrators;
      this.verifiedAt = from.verifiedAt;
      this.problem = from.problem;
      this.rotatingUntil = from.rotatingUntil;
      this.probeDueAt = from.probeDueAt;
      this.dataKey = from.dataKey;
    }

    ConnectionRow row() {
      return row(from.revision, from.version, from.changedAt);
    }

    ConnectionRow row(long revision, long version, Instant changedAt) {
      return new ConnectionRow(
          from.name,
          from.source,
          baseUrl,
          standing,
          title,
          tags,
          administrators,
          verifiedAt,
          problem,
          rotatingUntil,
          probeDueAt,
          dataKey,
          revision,
          version,
          from.createdAt,
          changedAt);
    }
  }
}
