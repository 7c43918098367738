package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.seal.Seals;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives new credentials their place. Those that work are not replaced before others have been seen
 * to work; where there are none of that kind, the new ones are used at once.
 */
@Component
class Succession {
  private final ConnectionStore store;
  private final Vault vault;
  private final Seals seals;
  private final Clock clock;

  Succession(ConnectionStore store, Vault vault, Seals seals, Clock clock) {
    this.store = store;
    this.vault = vault;
    this.seals = seals;
    this.clock = clock;
  }

  /**
   * Credentials that are not kept yet.
   *
   * @param baseUrl where they are for, if Gong said so itself
   * @param secrets by the field they are sealed under
   */
  record Fresh(
      String kind,
      @Nullable String baseUrl,
      String fingerprint,
      @Nullable Instant expiresAt,
      Map<String, String> secrets) {
    @Override
    public String toString() {
      return "Fresh[%s]".formatted(kind);
    }
  }

  /** Where they stand now. */
  record Placed(ConnectionRow row, long generation) {}

  /** Empty where the same are there already. */
  Optional<Placed> place(Kept kept, Fresh fresh) {
    boolean same =
        kept.candidate()
            .or(kept::current)
            .filter(row -> row.fingerprint().equals(fresh.fingerprint()))
            .isPresent();
    if (same) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    String name = kept.row().name();
    var edit = kept.row().edit();
    if (edit.dataKey == null) {
      edit.dataKey = seals.newKey(name);
    }
    kept.candidate().ifPresent(other -> store.delete(name, other.generation()));
    boolean replaces = kept.current().isEmpty() || neverWorked(kept);
    if (replaces) {
      kept.current().ifPresent(other -> store.delete(name, other.generation()));
      edit.verifiedAt = null;
      edit.problem = null;
      edit.rotatingUntil = null;
    }
    long generation = store.nextNumber();
    store.insert(
        name,
        CredentialRow.loaded(
            generation,
            replaces ? CredentialRow.State.CURRENT : CredentialRow.State.CANDIDATE,
            fresh.kind(),
            fresh.baseUrl(),
            fresh.fingerprint(),
            fresh.expiresAt(),
            now));
    edit.probeDueAt = now;
    vault.keep(edit.row(), generation, fresh.secrets());
    return Optional.of(new Placed(edit.row(), generation));
  }

  /** Refused, and without a success before that anybody could go back to. */
  private static boolean neverWorked(Kept kept) {
    return kept.row().verifiedAt() == null;
  }
}
