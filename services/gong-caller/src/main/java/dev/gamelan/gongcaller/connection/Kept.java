package dev.gamelan.gongcaller.connection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A connection with all its credentials, as of one moment. */
record Kept(ConnectionRow row, List<CredentialRow> credentials) {
  Optional<CredentialRow> current() {
    return in(CredentialRow.State.CURRENT);
  }

  Optional<CredentialRow> candidate() {
    return in(CredentialRow.State.CANDIDATE);
  }

  /** Those credentials, unless others have taken their place. */
  Optional<CredentialRow> inUse(long generation) {
    return credentials.stream()
        .filter(row -> row.generation() == generation)
        .filter(row -> row.state() != CredentialRow.State.RETIRING)
        .findFirst();
  }

  boolean isCurrent(long generation) {
    return current().filter(row -> row.generation() == generation).isPresent();
  }

  boolean isCandidate(long generation) {
    return candidate().filter(row -> row.generation() == generation).isPresent();
  }

  /** The next trial is the candidate's, whatever the current ones do meanwhile. */
  boolean awaitsTrial() {
    return candidate().filter(row -> row.refusedAt() == null).isPresent();
  }

  private Optional<CredentialRow> in(CredentialRow.State state) {
    return credentials.stream().filter(row -> row.state() == state).findFirst();
  }

  /** Whether calls that Gong refuses may hope for other credentials soon. */
  boolean rotates(Instant now) {
    Instant until = row.rotatingUntil();
    return (until != null && until.isAfter(now)) || awaitsTrial();
  }
}
