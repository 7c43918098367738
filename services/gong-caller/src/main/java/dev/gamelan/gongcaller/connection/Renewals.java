package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.Alterations.Deed;
import dev.gamelan.gongcaller.connection.Alterations.Step;
import dev.gamelan.gongcaller.gong.GongAddress;
import dev.gamelan.gongcaller.gong.GongHosts;
import dev.gamelan.gongcaller.meters.Meters;
import dev.gamelan.gongcaller.oauth.AuthorizationServer;
import dev.gamelan.gongcaller.oauth.OAuthApp;
import dev.gamelan.gongcaller.oauth.TokenAnswer;
import dev.gamelan.gongcaller.seal.SealBrokenException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Renews tokens ahead of their end. A refresh token serves once: so one instance at a time asks
 * with it, it is on record before that it may be spent, and what it brings is in the database
 * before anybody can use it.
 */
@Component
class Renewals {
  private static final Logger log = LoggerFactory.getLogger(Renewals.class);
  private static final int STORE_TRIES = 20;
  private static final Duration STORE_PAUSE = Duration.ofSeconds(1);
  private static final int FAILURES_TO_SAY_SO = 3;

  private final OAuthStore oauth;
  private final ConnectionStore store;
  private final Alterations alterations;
  private final Accounts accounts;
  private final Tokens tokens;
  private final Vault vault;
  private final AuthorizationServer gong;
  private final GongHosts hosts;
  private final TransactionTemplate transactions;
  private final TransactionTemplate atOnce;
  private final ConsentProperties properties;
  private final Clock clock;
  private final MeterRegistry meters;

  Renewals(
      OAuthStore oauth,
      ConnectionStore store,
      Alterations alterations,
      Accounts accounts,
      Tokens tokens,
      Vault vault,
      AuthorizationServer gong,
      GongHosts hosts,
      TransactionTemplate transactions,
      ConsentProperties properties,
      Clock clock,
      MeterRegistry meters) {
    this.oauth = oauth;
    this.store = store;
    this.alterations = alterations;
    this.accounts = accounts;
    this.tokens = tokens;
    this.vault = vault;
    this.gong = gong;
    this.hosts = hosts;
    this.transactions = transactions;
    this.atOnce =
        new TransactionTemplate(Objects.requireNonNull(transactions.getTransactionManager()));
    atOnce.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.properties = properties;
    this.clock = clock;
    this.meters = meters;
  }

  /** Those that are due, one after the other; others renew other ones meanwhile. */
  void renewDue() {
    for (OAuthStore.Renewal due : oauth.due(clock.instant())) {
      renew(due.connection(), due.generation());
    }
  }

  private void renew(String connection, long generation) {
    var answered = new AtomicReference<TokenAnswer>();
    try {
      transactions.executeWithoutResult(
          status -> {
            if (!oauth.isOurs(generation)) {
              return;
            }
            Instant now = clock.instant();
            OAuthStore.Renewal due =
                oauth.find(connection, generation).filter(row -> row.isDue(now)).orElse(null);
            Kept kept = store.find(connection).orElse(null);
            if (due == null || kept == null || kept.inUse(generation).isEmpty()) {
              return;
            }
            Instant brokenOff = due.askedAt();
            if (brokenOff != null && now.isBefore(brokenOff.plus(gong.longestExchange()))) {
              return;
            }
            atOnce.executeWithoutResult(own -> begin(due, now));
            TokenAnswer answer = ask(kept, generation);
            answered.set(answer);
            settle(due, answer);
          });
    } catch (DataAccessException | TransactionException away) {
      if (answered.get() instanceof TokenAnswer.Granted granted) {
        insist(connection, generation, granted);
      } else {
        log.debug("The tokens of {} will be renewed later", connection, away);
      }
    }
    TokenAnswer answer = answered.get();
    if (answer != null) {
      Meters.TOKENS_RENEWED.counter(meters, outcome(answer)).increment();
      accounts.refresh(connection);
    }
  }

  /** Whoever began before and died may have spent the token: that it is tried again is told. */
  private void begin(OAuthStore.Renewal due, Instant now) {
    oauth.asks(due.connection(), due.generation(), now);
    if (due.askedAt() != null) {
      log.warn("A renewal of {} was broken off and is repeated", due.connection());
      alterations.alter(
          due.connection(), Deed.ownDeed("renewal-repeated"), kept -> new Step.To(kept.row()));
    }
  }

  private TokenAnswer ask(Kept kept, long generation) {
    ConnectionRow row = kept.row();
    try {
      OAuthApp app = tokens.app(row).orElse(null);
      return app == null
          ? new TokenAnswer.Refused(false, "There is no integration to renew the tokens with.")
          : gong.refresh(app, vault.refreshToken(row, generation));
    } catch (SealBrokenException | UncheckedIOException unreadable) {
      return new TokenAnswer.Refused(false, String.valueOf(unreadable.getMessage()));
    }
  }

  private void settle(OAuthStore.Renewal due, TokenAnswer answer) {
    switch (answer) {
      case TokenAnswer.Granted granted -> keep(due.connection(), due.generation(), granted);
      case TokenAnswer.Refused(boolean grant, String sentence) when grant ->
          alterations.alter(
              due.connection(), Deed.ownDeed("consent-lost"), kept -> lost(kept, due, sentence));
      case TokenAnswer.Refused(boolean grant, String sentence) -> later(due, sentence, true);
      case TokenAnswer.Unclear(String sentence) ->
          later(due, sentence, due.failures() + 1 >= FAILURES_TO_SAY_SO);
    }
  }

  private void keep(String connection, long generation, TokenAnswer.Granted granted) {
    alterations.alter(
        connection,
        Deed.ownDeed("tokens-renewed"),
        kept ->
            kept.inUse(generation)
                .<Step>map(old -> renewed(kept, old, granted))
                .orElseGet(Step.Stay::new));
  }

  /** New tokens are new credentials: what is under way with the old ones is known by them. */
  private Step renewed(Kept kept, CredentialRow old, TokenAnswer.Granted granted) {
    String name = kept.row().name();
    Instant now = clock.instant();
    var fresh = tokens.fresh(granted, address(old, granted));
    long generation = store.nextNumber();
    if (old.state() == CredentialRow.State.CURRENT) {
      store.update(name, old.retiring(now));
      store.forget(name, old.generation(), Vault.REFRESH_TOKEN);
    } else {
      store.delete(name, old.generation());
    }
    store.insert(
        name,
        CredentialRow.loaded(
            generation,
            old.state(),
            fresh.kind(),
            fresh.baseUrl(),
            fresh.fingerprint(),
            null,
            now));
    vault.keep(kept.row(), generation, fresh.secrets());
    tokens.keepRenewal(name, generation, granted);
    var edit = kept.row().edit();
    boolean wasOff = old.refusedAt() != null || edit.problem != null;
    edit.problem = null;
    edit.rotatingUntil = null;
    edit.probeDueAt =
        wasOff || old.state() == CredentialRow.State.CANDIDATE ? now : edit.probeDueAt;
    return new Step.To(edit.row());
  }

  /** A company may move; but to throw the tokens away for a wrong host would end the consent. */
  private @Nullable String address(CredentialRow old, TokenAnswer.Granted granted) {
    String url = granted.apiBaseUrl();
    Optional<GongAddress> address = url == null ? Optional.empty() : hosts.read(url);
    if (url != null && address.isEmpty()) {
      log.warn("Renewed tokens name an address that nothing may be sent to; the old one stays");
    }
    return address.map(GongAddress::toString).orElse(old.baseUrl());
  }

  /** The access token serves to its end, and then nothing does until somebody consents anew. */
  private Step lost(Kept kept, OAuthStore.Renewal due, String sentence) {
    CredentialRow old = kept.inUse(due.generation()).orElse(null);
    if (old == null) {
      return new Step.Stay();
    }
    log.warn("The tokens of {} cannot be renewed: {}", kept.row().name(), sentence);
    oauth.update(due.lost());
    CredentialRow ending = old.ending(due.endsAt(), clock.instant());
    store.update(kept.row().name(), ending);
    var edit = kept.row().edit();
    if (old.state() == CredentialRow.State.CURRENT) {
      edit.problem =
          (due.askedAt() != null || due.failures() > 0 ? Expiry.ANSWER_LOST : "")
              + Expiry.consentLost(due.endsAt());
      edit.rotatingUntil = null;
    }
    return new Step.To(edit.row());
  }

  private void later(OAuthStore.Renewal due, String sentence, boolean tell) {
    int failures = due.failures() + 1;
    OAuthStore.Renewal failed = due.failed(clock.instant().plus(properties.pauseAfter(failures)));
    alterations.alter(
        due.connection(),
        null,
        kept -> {
          oauth.update(failed);
          if (!tell) {
            return new Step.Stay();
          }
          var edit = kept.row().edit();
          edit.problem =
              "The tokens could not be renewed so far (attempts: %d). %s They end at %s; it is tried on."
                  .formatted(failures, sentence, due.endsAt());
          return new Step.To(edit.row());
        });
  }

  /**
   * Gong has spent the old token: what it gave for it has to be kept, whatever the database does.
   */
  private void insist(String connection, long generation, TokenAnswer.Granted granted) {
    for (int tries = 1; tries <= STORE_TRIES; tries++) {
      try {
        Thread.sleep(STORE_PAUSE);
        keep(connection, generation, granted);
        return;
      } catch (DataAccessException | TransactionException away) {
        log.warn("The renewed tokens of {} are not kept yet", connection);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    log.error("The renewed tokens of {} are lost: it will need consent anew", connection);
  }

  private static String outcome(TokenAnswer answer) {
    return switch (answer) {
      case TokenAnswer.Granted granted -> "granted";
      case TokenAnswer.Refused refused -> "refused";
      case TokenAnswer.Unclear unclear -> "unclear";
    };
  }
}
