package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.gong.GongAccount;
import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.meters.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Learns from Gong's answers whether credentials are good. They are verified, switched to and given
 * up here alone, and only for what Gong really said to a real request.
 */
@Component
public class Trials {
  private static final Logger log = LoggerFactory.getLogger(Trials.class);
  private static final String CONSENT_REFUSED =
      "Gong refuses the tokens of this connection (401): they were revoked, or have ended. An"
          + " administrator of Gong has to consent anew.";
  private static final String REFUSED =
      "Gong refuses the credentials (401). Load the pair that Gong shows for this company; they are"
          + " tried again every few minutes until then.";

  private final Accounts accounts;
  private final Alterations alterations;
  private final ConnectionStore store;
  private final OAuthStore oauth;
  private final ConnectionProperties properties;
  private final ConsentProperties consents;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Set<Long> beingNoted = ConcurrentHashMap.newKeySet();

  Trials(
      Accounts accounts,
      Alterations alterations,
      ConnectionStore store,
      OAuthStore oauth,
      ConnectionProperties properties,
      ConsentProperties consents,
      Clock clock,
      MeterRegistry meters) {
    this.accounts = accounts;
    this.alterations = alterations;
    this.store = store;
    this.oauth = oauth;
    this.properties = properties;
    this.consents = consents;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Gong has answered a request with this account.
   *
   * @param trial whether the request was made to try the credentials
   * @return true where the same request is to be sent again, once the gate is open: its refusal
   *     says nothing of the credentials that are, or soon will be, the current ones
   */
  public boolean heard(GongAccount account, GongAnswer answer, boolean trial) {
    if (!(answer instanceof GongAnswer.Responded responded)) {
      return false;
    }
    if (responded.refusesCredentials()) {
      return refused(account, trial);
    }
    if (responded.status() / 100 == 2 || responded.lacksScope()) {
      accepted(account, responded.status() / 100 == 2);
    } else if (trial) {
      doubted(account, responded);
    }
    return false;
  }

  private void accepted(GongAccount account, boolean success) {
    Kept kept = accounts.kept(account.connection()).orElse(null);
    if (kept == null) {
      return;
    }
    long generation = account.generation();
    boolean lifted =
        isCurrent(kept, generation)
            && accounts.refusalsOf(account.connection()).accepted(generation);
    boolean news =
        kept.candidate().filter(row -> row.generation() == generation).isPresent()
            || (isCurrent(kept, generation)
                && (lifted
                    || (success && kept.row().verifiedAt() == null)
                    || (kept.row().probeDueAt() != null && !awaitsTrial(kept))
                    || !Objects.equals(
                        kept.row().problem(), expiryProblem(kept.current().orElseThrow()))
                    || kept.current().orElseThrow().refusedAt() != null));
    if (news) {
      note(account, () -> noteAccepted(account, success));
    }
  }

  /** The next trial is the candidate's, whatever the current ones do meanwhile. */
  private static boolean awaitsTrial(Kept kept) {
    return kept.candidate().filter(row -> row.refusedAt() == null).isPresent();
  }

  private static boolean isCurrent(Kept kept, long generation) {
    return kept.current().filter(row -> row.generation() == generation).isPresent();
  }

  /** At most one at a time for the same credentials, and never in the way of the answer. */
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
        switches ? Alterations.Deed.ownDeed("credentials-switched") : null,
        kept -> {
          Instant now = clock.instant();
          CredentialRow candidate =
              kept.candidate().filter(row -> row.generation() == generation).orElse(null);
          if (candidate != null) {
            return switched(kept, candidate, success, now);
          }
          if (!isCurrent(kept, generation)) {
            return new Alterations.Step.Stay();
          }
          CredentialRow accepted = kept.current().orElseThrow().accepted();
          store.update(kept.row().name(), accepted);
          var edit = kept.row().edit();
          edit.verifiedAt = success && edit.verifiedAt == null ? now : edit.verifiedAt;
          edit.problem = expiryProblem(accepted);
          if (!awaitsTrial(kept)) {
            edit.probeDueAt = null;
          }
          return edit.row().equals(kept.row()) && accepted.equals(kept.current().orElseThrow())
              ? new Alterations.Step.Stay()
              : new Alterations.Step.To(edit.row());
        });
  }

  private @Nullable String expiryProblem(CredentialRow current) {
    return Expiry.problem(current, clock.instant(), properties.warnAhead());
  }

  /** Gong has accepted the candidate: from now on it is the current one. */
  private Alterations.Step switched(
      Kept kept, CredentialRow candidate, boolean success, Instant now) {
    String name = kept.row().name();
    kept.current().ifPresent(old -> store.update(name, old.retiring(now)));
    store.update(name, candidate.current());
    var edit = kept.row().edit();
    edit.verifiedAt = success ? now : null;
    edit.problem = expiryProblem(candidate);
    edit.rotatingUntil = null;
    edit.probeDueAt = null;
    Meters.CREDENTIALS_SWITCHED.counter(meters).increment();
    return new Alterations.Step.To(edit.row());
  }

  private boolean refused(GongAccount account, boolean trial) {
    String connection = account.connection();
    long generation = account.generation();
    // Another instance may have changed them a moment ago.
    accounts.refresh(connection);
    Kept kept = accounts.kept(connection).orElse(null);
    if (kept == null) {
      return false;
    }
    if (kept.candidate().filter(row -> row.generation() == generation).isPresent()) {
      note(account, () -> noteRefusedCandidate(account, null));
      return false;
    }
    if (!isCurrent(kept, generation)) {
      return !trial;
    }
    if (kept.rotates(clock.instant())) {
      accounts.refusalsOf(connection).hold(generation);
      note(account, () -> tryAgainSoon(connection));
      return !trial;
    }
    if (mayRenew(kept)) {
      accounts.refusalsOf(connection).hold(generation);
      renewSoon(account);
      return !trial;
    }
    int most = trial || kept.row().verifiedAt() == null ? 1 : properties.refusalsToStop();
    if (accounts.refusalsOf(connection).refused(generation, trial ? 1 : most)) {
      Meters.LANES_STOPPED.counter(meters).increment();
      log.warn("Gong refuses the credentials of {}: nothing more is sent", connection);
    }
    if (accounts.refusalsOf(connection).isStopped(generation)
        && kept.current().orElseThrow().refusedAt() == null) {
      note(account, () -> noteRefused(account));
    }
    return false;
  }

  private boolean mayRenew(Kept kept) {
    return kept.current()
        .filter(current -> current.mayRenew(clock.instant(), consents.holdCalls()))
        .isPresent();
  }

  /** The token ended before its time, or was revoked: calls wait a while for another. */
  private void renewSoon(GongAccount account) {
    try {
      Instant now = clock.instant();
      oauth.hasten(account.connection(), account.generation(), now);
      alterations.alter(
          account.connection(),
          null,
          kept -> {
            if (!isCurrent(kept, account.generation()) || kept.rotates(now)) {
              return new Alterations.Step.Stay();
            }
            var edit = kept.row().edit();
            edit.rotatingUntil = now.plus(consents.holdCalls());
            return new Alterations.Step.To(edit.row());
          });
    } catch (DataAccessException | TransactionException away) {
      log.debug("The tokens of {} will be renewed later", account.connection(), away);
    }
    accounts.refresh(account.connection());
  }

  private static String refusal(CredentialRow credentials) {
    return credentials.isConsent() ? CONSENT_REFUSED : REFUSED;
  }

  /** Held calls wait for the candidate, or for the old ones to be good after all. */
  private void tryAgainSoon(String connection) {
    alterations.alter(
        connection,
        null,
        kept -> {
          Instant due = kept.row().probeDueAt();
          Instant soon = clock.instant().plus(properties.tryEvery());
          if (due != null && due.isBefore(soon)) {
            return new Alterations.Step.Stay();
          }
          var edit = kept.row().edit();
          edit.probeDueAt = soon;
          return new Alterations.Step.To(edit.row());
        });
  }

  private void noteRefused(GongAccount account) {
    alterations.alter(
        account.connection(),
        Alterations.Deed.ownDeed("stopped"),
        kept -> {
          if (!isCurrent(kept, account.generation())
              || kept.current().orElseThrow().refusedAt() != null) {
            return new Alterations.Step.Stay();
          }
          Instant now = clock.instant();
          CredentialRow current = kept.current().orElseThrow();
          store.update(kept.row().name(), current.refused(now, refusal(current)));
          var edit = kept.row().edit();
          edit.verifiedAt = null;
          edit.problem = refusal(current);
          edit.probeDueAt = now.plus(properties.probeEvery());
          return new Alterations.Step.To(edit.row());
        });
  }

  private void noteRefusedCandidate(GongAccount account, @Nullable String why) {
    alterations.alter(
        account.connection(),
        Alterations.Deed.ownDeed("credentials-refused"),
        kept -> {
          CredentialRow candidate =
              kept.candidate()
                  .filter(row -> row.generation() == account.generation())
                  .filter(row -> row.refusedAt() == null)
                  .orElse(null);
          if (candidate == null) {
            return new Alterations.Step.Stay();
          }
          store.update(
              kept.row().name(),
              candidate.refused(clock.instant(), why == null ? refusal(candidate) : why));
          var edit = kept.row().edit();
          edit.probeDueAt =
              kept.current().filter(row -> row.refusedAt() != null).isPresent()
                  ? clock.instant().plus(properties.probeEvery())
                  : null;
          return new Alterations.Step.To(edit.row());
        });
  }

  /** The trial reached Gong, or somebody, and the answer says what is wrong with the connection. */
  private void doubted(GongAccount account, GongAnswer.Responded responded) {
    int status = responded.status();
    String why =
        switch (status) {
          case 403 ->
              "Gong answers 403: the address that this installation asks from may be missing among"
                  + " the key's trusted IPs.";
          case 429 -> null;
          default -> status / 100 == 3 ? redirected(responded) : null;
        };
    Kept kept = accounts.kept(account.connection()).orElse(null);
    if (why == null || kept == null) {
      return;
    }
    if (kept.candidate().filter(row -> row.generation() == account.generation()).isPresent()) {
      note(account, () -> noteRefusedCandidate(account, why));
    } else {
      note(account, () -> noteProblem(account, why));
    }
  }

  private static String redirected(GongAnswer.Responded responded) {
    String host = responded.redirectedTo();
    return "Gong answers with a redirect%s: the base URL is not this company's. Gong shows the right"
            .formatted(host == null ? "" : " to " + host)
        + " one beside its API keys.";
  }

  private void noteProblem(GongAccount account, String why) {
    alterations.alter(
        account.connection(),
        null,
        kept -> {
          if (!isCurrent(kept, account.generation()) || why.equals(kept.row().problem())) {
            return new Alterations.Step.Stay();
          }
          var edit = kept.row().edit();
          edit.problem = why;
          edit.probeDueAt = clock.instant().plus(properties.probeEvery());
          return new Alterations.Step.To(edit.row());
        });
  }
}
