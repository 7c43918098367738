package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.Alterations.Deed;
import dev.gamelan.gongcaller.connection.Alterations.Step;
import dev.gamelan.gongcaller.gong.GongAddress;
import dev.gamelan.gongcaller.gong.GongHosts;
import dev.gamelan.gongcaller.oauth.AuthorizationServer;
import dev.gamelan.gongcaller.oauth.OAuthApp;
import dev.gamelan.gongcaller.oauth.Proof;
import dev.gamelan.gongcaller.oauth.TokenAnswer;
import dev.gamelan.gongcaller.seal.Seals;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Sends an administrator of Gong to consent, and takes the consent that a browser brings back. */
@Component
@EnableConfigurationProperties(ConsentProperties.class)
class Consents {
  private static final Pattern STATE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern CODE = Pattern.compile("[\\x21-\\x7e]{1,2048}");

  private final Alterations alterations;
  private final ConnectionStore store;
  private final OAuthStore oauth;
  private final Succession succession;
  private final Tokens tokens;
  private final Vault vault;
  private final Seals seals;
  private final Accounts accounts;
  private final AuthorizationServer gong;
  private final GongHosts hosts;
  private final ConsentProperties properties;
  private final Clock clock;

  Consents(
      Alterations alterations,
      ConnectionStore store,
      OAuthStore oauth,
      Succession succession,
      Tokens tokens,
      Vault vault,
      Seals seals,
      Accounts accounts,
      AuthorizationServer gong,
      GongHosts hosts,
      ConsentProperties properties,
      Clock clock) {
    this.alterations = alterations;
    this.store = store;
    this.oauth = oauth;
    this.succession = succession;
    this.tokens = tokens;
    this.vault = vault;
    this.seals = seals;
    this.accounts = accounts;
    this.gong = gong;
    this.hosts = hosts;
    this.properties = properties;
    this.clock = clock;
  }

  /** How asking for consent began. */
  sealed interface Beginning {
    record Begun(URI url, Instant expiresAt) implements Beginning {}

    record NotBegun(Outcome.Refused why) implements Beginning {}
  }

  /** How it ended, in a sentence for whoever sits at the browser. */
  record Ending(int status, String sentence) {}

  /**
   * @param own the integration of this connection, from now on; null for the one it has, or the
   *     installation's
   * @param scopes null for those of the configuration
   */
  Beginning ask(
      Deed deed,
      String name,
      Function<Kept, Optional<Outcome.Refused>> allowed,
      @Nullable OAuthApp own,
      @Nullable List<String> scopes) {
    URI redirectUri = gong.redirectUri().orElse(null);
    if (redirectUri == null) {
      return notBegun(
          Outcome.Reason.CONFLICT,
          "Gong could not send a browser back, because gong-caller was started without"
              + " gamelan.gong-oauth.redirect-uri.");
    }
    if (!seals.ready()) {
      return new Beginning.NotBegun(Administration.noMasterKey());
    }
    var begun = new AtomicReference<Beginning>();
    Outcome outcome =
        alterations.alter(
            name,
            deed,
            kept ->
                allowed
                    .apply(kept)
                    .or(() -> Administration.fromConfiguration(kept))
                    .<Step>map(Step.Refuse::new)
                    .orElseGet(
                        () -> {
                          var edit = kept.row().edit();
                          if (edit.dataKey == null) {
                            edit.dataKey = seals.newKey(name);
                          }
                          ConnectionRow row = edit.row();
                          if (own != null) {
                            tokens.keepApp(row, own);
                          }
                          OAuthApp app = tokens.app(row).orElse(null);
                          if (app == null) {
                            return new Step.Refuse(noApp());
                          }
                          begun.set(begin(deed, row, app, redirectUri, scopes));
                          return new Step.To(row);
                        }));
    accounts.refresh(name);
    return outcome instanceof Outcome.Refused why
        ? new Beginning.NotBegun(why)
        : Objects.requireNonNull(begun.get());
  }

  private Beginning begin(
      Deed deed, ConnectionRow row, OAuthApp app, URI redirectUri, @Nullable List<String> scopes) {
    String state = Proof.random();
    String verifier = Proof.random();
    byte[] hash = Proof.sha256(state);
    Instant expiresAt = clock.instant().plus(properties.askedFor());
    oauth.ask(
        hash,
        new OAuthStore.Asked(
            row.name(),
            deed.caller(),
            deed.displayName(),
            redirectUri.toString(),
            vault.seal(row, 0, verifierField(hash), verifier),
            expiresAt),
        clock.instant());
    return new Beginning.Begun(
        gong.consentUrl(app, redirectUri, scopes == null ? gong.scopes() : scopes, state, verifier),
        expiresAt);
  }

  /** Whatever it brings, a state is good for one return of a browser. */
  Ending finish(@Nullable String state, @Nullable String code, @Nullable String error) {
    byte[] hash =
        Proof.sha256(state != null && STATE.matcher(state).matches() ? state : "no state");
    OAuthStore.Asked asked = oauth.take(hash, clock.instant()).orElse(null);
    if (asked == null) {
      return new Ending(
          400,
          "Nobody asked for this consent, or it was asked for too long ago, or it was brought"
              + " before. Nothing was changed; an administrator may ask for it again.");
    }
    if (error != null || code == null || !CODE.matcher(code).matches()) {
      return refused(
          asked,
          "access_denied".equals(error)
              ? "The consent was denied at Gong. Nothing was changed."
              : "Gong sent the browser back without a consent. Nothing was changed; an"
                  + " administrator may ask for it again.");
    }
    Kept kept = store.find(asked.connection()).orElse(null);
    OAuthApp app = kept == null ? null : tokens.app(kept.row()).orElse(null);
    if (kept == null || app == null) {
      return refused(asked, "The connection that the consent is for is not there any more.");
    }
    String verifier = vault.open(kept.row(), 0, verifierField(hash), asked.sealedVerifier());
    URI redirectUri = URI.create(asked.redirectUri());
    return switch (gong.exchange(app, redirectUri, code, verifier)) {
      case TokenAnswer.Granted granted -> keep(asked, kept, granted);
      case TokenAnswer.Refused refused ->
          refused(asked, refused.sentence() + " Nothing was changed; ask for the consent again.");
      case TokenAnswer.Unclear unclear ->
          refused(asked, unclear.sentence() + " Nothing was changed; ask for the consent again.");
    };
  }

  private Ending keep(OAuthStore.Asked asked, Kept seen, TokenAnswer.Granted granted) {
    String url = granted.apiBaseUrl();
    Optional<GongAddress> address = hosts.read(url == null ? seen.row().baseUrl() : url);
    if (address.isEmpty()) {
      return refused(
          asked,
          "Gong names an address of this company's API that nothing may be sent to, so the consent"
              + " was thrown away. "
              + hosts.rule());
    }
    Outcome outcome =
        alterations.alter(
            asked.connection(),
            deed(asked, "consented"),
            kept ->
                Administration.fromConfiguration(kept)
                    .<Step>map(Step.Refuse::new)
                    .orElseGet(() -> placed(kept, granted, address.get())));
    accounts.refresh(asked.connection());
    return outcome instanceof Outcome.Refused(Outcome.Reason reason, String sentence)
        ? refused(asked, sentence)
        : new Ending(
            200,
            "Connection %s has Gong's consent and asks %s from now on. You may close this window."
                .formatted(asked.connection(), address.get()));
  }

  private Step placed(Kept kept, TokenAnswer.Granted granted, GongAddress address) {
    return succession
        .place(kept, tokens.fresh(granted, address.toString()))
        .<Step>map(
            placed -> {
              tokens.keepRenewal(kept.row().name(), placed.generation(), granted);
              return new Step.To(placed.row());
            })
        .orElseGet(Step.Stay::new);
  }

  private Ending refused(OAuthStore.Asked asked, String sentence) {
    alterations.refused(asked.connection(), deed(asked, "consent-refused"), sentence);
    return new Ending(400, sentence);
  }

  private static Deed deed(OAuthStore.Asked asked, String outcome) {
    return Deed.of(asked.caller(), asked.displayName(), outcome);
  }

  private static String verifierField(byte[] stateHash) {
    return "oauth-verifier/" + HexFormat.of().formatHex(stateHash);
  }

  private static Outcome.Refused noApp() {
    return new Outcome.Refused(
        Outcome.Reason.INVALID,
        "There is no integration to ask with: send clientId and clientSecret of the one that is"
            + " registered with Gong, or start gong-caller with gamelan.gong-oauth.client-id.");
  }

  private static Beginning notBegun(Outcome.Reason reason, String sentence) {
    return new Beginning.NotBegun(new Outcome.Refused(reason, sentence));
  }
}
