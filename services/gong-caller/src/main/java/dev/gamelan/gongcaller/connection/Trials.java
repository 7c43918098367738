package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.gong.GongAccount;
import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.meters.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
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

  private final Accounts accounts;
  private final Alterations alterations;
  private final TrialNotes notes;
  private final OAuthStore oauth;
  private final ConnectionProperties properties;
  private final ConsentProperties consents;
  private final Clock clock;
  private final MeterRegistry meters;

  Trials(
      Accounts accounts,
      Alterations alterations,
      TrialNotes notes,
      OAuthStore oauth,
      ConnectionProperties properties,
      ConsentProperties consents,
      Clock clock,
      MeterRegistry meters) {
    this.accounts = accounts;
    this.alterations = alterations;
    this.notes = notes;
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
        kept.isCurrent(generation)
            && accounts.refusalsOf(account.connection()).accepted(generation);
    boolean news =
        kept.isCandidate(generation)
            || (kept.isCurrent(generation)
                && (lifted
                    || (success && kept.row().verifiedAt() == null)
                    || (kept.row().probeDueAt() != null && !kept.awaitsTrial())
                    || !Objects.equals(
                        kept.row().problem(), notes.expiryProblem(kept.current().orElseThrow()))
                    || kept.current().orElseThrow().refusedAt() != null));
    if (news) {
      notes.accepted(account, success);
    }
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
    if (kept.isCandidate(generation)) {
      notes.refusedCandidate(account, null);
      return false;
    }
    if (!kept.isCurrent(generation)) {
      return !trial;
    }
    if (kept.rotates(clock.instant())) {
      accounts.refusalsOf(connection).hold(generation);
      notes.tryAgainSoon(account);
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
      notes.refused(account);
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
            if (!kept.isCurrent(account.generation()) || kept.rotates(now)) {
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
    if (kept.isCandidate(account.generation())) {
      notes.refusedCandidate(account, why);
    } else {
      notes.problem(account, why);
    }
  }

  private static String redirected(GongAnswer.Responded responded) {
    String host = responded.redirectedTo();
    return "Gong answers with a redirect%s: the base URL is not this company's. Gong shows the right"
            .formatted(host == null ? "" : " to " + host)
        + " one beside its API keys.";
  }
}
