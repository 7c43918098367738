package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.Alterations.Deed;
import dev.gamelan.gongcaller.connection.Alterations.Step;
import dev.gamelan.gongcaller.gong.GongAccount;
import dev.gamelan.gongcaller.meters.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Keeps what Gong has said of credentials: one thing at a time for the same credentials, and never
 * in the way of the answer.
 */
@Component
class TrialNotes {
  private static final Logger log = LoggerFactory.getLogger(TrialNotes.class);
  private static final String CONSENT_REFUSED =
      "Gong refuses the tokens of this connection (401): they were revoked, or have ended. An"
          + " administrator of Gong has to consent anew.";
  private static final String REFUSED =
      "Gong refuses the credentials (401). Load the pair that Gong shows for this company; they are"
          + " tried again every few minutes until then.";

  private final Accounts accounts;
  private final Alterations alterations;
  private final ConnectionStore store;
  private final ConnectionProperties properties;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Set<Long> beingNoted = ConcurrentHashMap.newKeySet();

  TrialNotes(
      Accounts accounts,
      Alterations alterations,
      ConnectionStore store,
      ConnectionProperties properties,
      Clock clock,
      MeterRegistry meters) {
    this.accounts = accounts;
    this.alterations = alterations;
    this.store = store;
    this.properties = properties;
    this.clock = clock;
    this.meters = meters;
  }

  /** They are verified by a success, and switched to if they were the candidate. */
  void accepted(GongAccount account, boolean success) {
    note(account, () -> noteAccepted(account, success));
  }

  /** Gong refuses the current ones: nothing more is sent with them. */
  void refused(GongAccount account) {
    note(account, () -> noteRefused(account));
  }

  /**
   * @param why null where Gong refuses the credentials themselves
   */
  void refusedCandidate(GongAccount account, @Nullable String why) {
    note(account, () -> noteRefusedCandidate(account, why));
  }

  /** Held calls wait for the candidate, or for the old ones to be good after all. */
  void tryAgainSoon(GongAccount account) {
    note(account, () -> trySoon(account.connection()));
  }

  void problem(GongAccount account, String why) {
    note(account, () -> noteProblem(account, why));
  }

  private void note(GongAccount account, Runnable change) {
    if (!beingNoted.add(account.generation())) {
      return;
    }
    Thread.startVirtualThread(
        () -> {
          try {
            change.run();
            accounts.refresh(account.connection());
          } catch (DataAccessException | TransactionException away) {
            log.debug("What Gong said to {} will be noted later", account.connection(), away);
          } finally {
            beingNoted.remove(account.generation());
          }
        });
  }

  private void noteAccepted(GongAccount account, boolean success) {
    long generation = account.generation();
    boolean switches =
        accounts
            .kept(account.connection())
            .flatMap(Kept::candidate)
            .filter(row -> row.generation() == generation)
            .isPresent();
    alterations.alter(
        account.connection(),
        switches ? Deed.ownDeed("credentials-switched") : null,
        kept -> {
          Instant now = clock.instant();
          CredentialRow candidate =
              kept.candidate().filter(row -> row.generation() == generation).orElse(null);
          if (candidate != null) {
            return switched(kept, candidate, success, now);
          }
          if (!kept.isCurrent(generation)) {
            return new Step.Stay();
          }
          CredentialRow accepted = kept.current().orElseThrow().accepted();
          store.update(kept.row().name(), accepted);
          var edit = kept.row().edit();
          edit.verifiedAt = success && edit.verifiedAt == null ? now : edit.verifiedAt;
          edit.problem = expiryProblem(accepted);
          if (!kept.awaitsTrial()) {
            edit.probeDueAt = null;
          }
          return edit.row().equals(kept.row()) && accepted.equals(kept.current().orElseThrow())
              ? new Step.Stay()
              : new Step.To(edit.row());
        });
  }

  /** What is to be said of an end that is near, if it is. */
  @Nullable String expiryProblem(CredentialRow current) {
    return Expiry.problem(current, clock.instant(), properties.warnAhead());
  }

  /** Gong has accepted the candidate: from now on it is the current one. */
  private Step switched(Kept kept, CredentialRow candidate, boolean success, Instant now) {
    String name = kept.row().name();
    kept.current().ifPresent(old -> store.update(name, old.retiring(now)));
    store.update(name, candidate.current());
    var edit = kept.row().edit();
    edit.verifiedAt = success ? now : null;
    edit.problem = expiryProblem(candidate);
    edit.rotatingUntil = null;
    edit.probeDueAt = null;
    Meters.CREDENTIALS_SWITCHED.counter(meters).increment();
    return new Step.To(edit.row());
  }

  private static String refusal(CredentialRow credentials) {
    return credentials.isConsent() ? CONSENT_REFUSED : REFUSED;
  }

  private void trySoon(String connection) {
    alterations.alter(
        connection,
        null,
        kept -> {
          Instant due = kept.row().probeDueAt();
          Instant soon = clock.instant().plus(properties.tryEvery());
          if (due != null && due.isBefore(soon)) {
            return new Step.Stay();
          }
          var edit = kept.row().edit();
          edit.probeDueAt = soon;
          return new Step.To(edit.row());
        });
  }

  private void noteRefused(GongAccount account) {
    alterations.alter(
        account.connection(),
        Deed.ownDeed("stopped"),
        kept -> {
          if (!kept.isCurrent(account.generation())
              || kept.current().orElseThrow().refusedAt() != null) {
            return new Step.Stay();
          }
          Instant now = clock.instant();
          CredentialRow current = kept.current().orElseThrow();
          store.update(kept.row().name(), current.refused(now, refusal(current)));
          var edit = kept.row().edit();
          edit.verifiedAt = null;
          edit.problem = refusal(current);
          edit.probeDueAt = now.plus(properties.probeEvery());
          return new Step.To(edit.row());
        });
  }

  private void noteRefusedCandidate(GongAccount account, @Nullable String why) {
    alterations.alter(
        account.connection(),
        Deed.ownDeed("credentials-refused"),
        kept -> {
          CredentialRow candidate =
              kept.candidate()
                  .filter(row -> row.generation() == account.generation())
                  .filter(row -> row.refusedAt() == null)
                  .orElse(null);
          if (candidate == null) {
            return new Step.Stay();
          }
          store.update(
              kept.row().name(),
              candidate.refused(clock.instant(), why == null ? refusal(candidate) : why));
          var edit = kept.row().edit();
          edit.probeDueAt =
              kept.current().filter(row -> row.refusedAt() != null).isPresent()
                  ? clock.instant().plus(properties.probeEvery())
                  : null;
          return new Step.To(edit.row());
        });
  }

  private void noteProblem(GongAccount account, String why) {
    alterations.alter(
        account.connection(),
        null,
        kept -> {
          if (!kept.isCurrent(account.generation()) || why.equals(kept.row().problem())) {
            return new Step.Stay();
          }
          var edit = kept.row().edit();
          edit.problem = why;
          edit.probeDueAt = clock.instant().plus(properties.probeEvery());
          return new Step.To(edit.row());
        });
  }
}
