package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.Alterations.Deed;
import dev.gamelan.gongcaller.connection.Alterations.Step;
import dev.gamelan.gongcaller.gong.AccessKeyPair;
import dev.gamelan.gongcaller.gong.ConfiguredAccounts;
import dev.gamelan.gongcaller.seal.Seals;
import dev.gamelan.gongcaller.seal.WrappedKey;
import dev.gamelan.schemas.ConnectionStanding;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Brings the store in line with the start-up configuration, so that a connection that comes from
 * there is watched over like any other. Its secrets are not kept.
 */
@Component
class Configured {
  private final ConfiguredAccounts accounts;
  private final Alterations alterations;
  private final ConnectionStore store;
  private final Seals seals;
  private final Clock clock;

  Configured(
      ConfiguredAccounts accounts,
      Alterations alterations,
      ConnectionStore store,
      Seals seals,
      Clock clock) {
    this.accounts = accounts;
    this.alterations = alterations;
    this.store = store;
    this.seals = seals;
    this.clock = clock;
  }

  /** Throws where the service must not start: a half of what it needs would be worse than none. */
  void settle() {
    for (String name : store.versions().keySet()) {
      store
          .find(name)
          .ifPresent(
              kept -> {
                WrappedKey key = kept.row().dataKey();
                if (key != null && !kept.row().isConfigured()) {
                  seals.check(key, name);
                }
                if (kept.row().isConfigured() && !accounts.connections().contains(name)) {
                  alterations.alter(name, deed("deleted"), any -> new Step.Delete());
                }
              });
    }
    accounts.connections().forEach(this::settle);
  }

  private void settle(String name) {
    if (store.find(name).isEmpty()) {
      Instant now = clock.instant();
      alterations.register(
          new ConnectionRow(
              name,
              ConnectionRow.Source.CONFIGURATION,
              accounts.address().toString(),
              ConnectionStanding.ACTIVE,
              "",
              List.of(),
              List.of(),
              null,
              null,
              null,
              null,
              null,
              0,
              0,
              now,
              now),
          deed("registered"),
          this::inLine);
    }
    Outcome outcome = alterations.alter(name, deed("changed"), this::inLine);
    if (outcome instanceof Outcome.Refused(Outcome.Reason reason, String sentence)) {
      throw new IllegalStateException(sentence);
    }
  }

  private Step inLine(Kept kept) {
    ConnectionRow row = kept.row();
    if (!row.isConfigured()) {
      return new Step.Refuse(
          new Outcome.Refused(
              Outcome.Reason.CONFLICT,
              "Connection %s of gamelan.gong.connections is registered already. Name it otherwise there, or delete the registered one."
                  .formatted(row.name())));
    }
    AccessKeyPair pair = accounts.pair();
    boolean samePair =
        kept.current().filter(any -> any.fingerprint().equals(pair.fingerprint())).isPresent();
    boolean samePlace = row.baseUrl().equals(accounts.address().toString());
    if (samePair && samePlace) {
      return new Step.Stay();
    }
    Optional<CredentialRow> old = kept.current();
    old.ifPresent(any -> store.delete(row.name(), any.generation()));
    store.insert(
        row.name(),
        CredentialRow.loaded(
            store.nextNumber(),
            CredentialRow.State.CURRENT,
            CredentialRow.BASIC,
            null,
            pair.fingerprint(),
            pair.expiresAt(),
            clock.instant()));
    var edit = row.edit();
    edit.baseUrl = accounts.address().toString();
    edit.verifiedAt = null;
    edit.problem = null;
    edit.probeDueAt = null;
    return new Step.To(edit.row());
  }

  private static Deed deed(String outcome) {
    return Deed.ownDeed(outcome);
  }
}
