package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.Alterations.Deed;
import dev.gamelan.gongcaller.connection.Alterations.Step;
import dev.gamelan.gongcaller.gong.AccessKeyPair;
import dev.gamelan.gongcaller.gong.GongAddress;
import dev.gamelan.gongcaller.gong.GongHosts;
import dev.gamelan.gongcaller.seal.Seals;
import dev.gamelan.gongcaller.seal.WrappedKey;
import dev.gamelan.schemas.ConnectionStanding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What administrators do to connections. Doing it again changes nothing more. */
@Component
class Administration {
  private final Alterations alterations;
  private final ConnectionStore store;
  private final Accounts accounts;
  private final Succession succession;
  private final Seals seals;
  private final GongHosts hosts;
  private final ConnectionProperties properties;
  private final Clock clock;

  Administration(
      Alterations alterations,
      ConnectionStore store,
      Accounts accounts,
      Succession succession,
      Seals seals,
      GongHosts hosts,
      ConnectionProperties properties,
      Clock clock) {
    this.alterations = alterations;
    this.store = store;
    this.accounts = accounts;
    this.succession = succession;
    this.seals = seals;
    this.hosts = hosts;
    this.properties = properties;
    this.clock = clock;
  }

  /** What people say of a connection; null where they leave it as it is. */
  record Wishes(
      @Nullable String baseUrl,
      @Nullable String title,
      @Nullable List<String> tags,
      @Nullable List<String> administrators) {}

  /** A pair, and when it ends where somebody knows. */
  record Loaded(AccessKeyPair pair, @Nullable Instant expiresAt) {
    @Nullable Instant end() {
      return expiresAt != null ? expiresAt : pair.expiresAt();
    }
  }

  Outcome register(Deed deed, String name, Wishes wishes, @Nullable Loaded credentials) {
    String baseUrl = wishes.baseUrl() == null ? "https://api.gong.io" : wishes.baseUrl();
    Optional<GongAddress> address = hosts.read(baseUrl);
    if (address.isEmpty()) {
      return invalid(hosts.rule());
    }
    if (credentials != null && !seals.ready()) {
      return noMasterKey();
    }
    Instant now = clock.instant();
    var row =
        new ConnectionRow(
            name,
            ConnectionRow.Source.ADMINISTRATION,
            address.get().toString(),
            ConnectionStanding.ACTIVE,
            wishes.title() == null ? "" : wishes.title(),
            wishes.tags() == null ? List.of() : wishes.tags(),
            wishes.administrators() == null ? List.of() : wishes.administrators(),
            null,
            null,
            null,
            null,
            seals.ready() ? seals.newKey(name) : null,
            0,
            0,
            now,
            now);
    return known(
        name,
        alterations.register(
            row,
            deed,
            made -> credentials == null ? new Step.To(made.row()) : loaded(made, credentials)));
  }

  Outcome change(
      Deed deed, String name, Function<Kept, Optional<Outcome.Refused>> allowed, Wishes wishes) {
    String baseUrl = wishes.baseUrl();
    Optional<GongAddress> address = baseUrl == null ? Optional.empty() : hosts.read(baseUrl);
    if (baseUrl != null && address.isEmpty()) {
      return invalid(hosts.rule());
    }
    return alter(
        deed,
        name,
        allowed,
        kept -> {
          var edit = kept.row().edit();
          edit.title = wishes.title() == null ? edit.title : wishes.title();
          edit.tags = wishes.tags() == null ? edit.tags : wishes.tags();
          edit.administrators =
              wishes.administrators() == null ? edit.administrators : wishes.administrators();
          if (address.isPresent() && !address.get().toString().equals(edit.baseUrl)) {
            edit.baseUrl = address.get().toString();
            edit.verifiedAt = null;
            edit.probeDueAt = kept.current().isPresent() ? clock.instant() : null;
          }
          return to(kept, edit);
        });
  }

  Outcome stand(
      Deed deed,
      String name,
      Function<Kept, Optional<Outcome.Refused>> allowed,
      ConnectionStanding standing) {
    return alter(
        deed,
        name,
        allowed,
        kept -> {
          var edit = kept.row().edit();
          edit.standing = standing;
          return to(kept, edit);
        });
  }

  Outcome delete(Deed deed, String name, Function<Kept, Optional<Outcome.Refused>> allowed) {
    return alter(deed, name, allowed, kept -> new Step.Delete());
  }

  Outcome load(
      Deed deed,
      String name,
      Function<Kept, Optional<Outcome.Refused>> allowed,
      Loaded credentials) {
    return seals.ready()
        ? alter(deed, name, allowed, kept -> loaded(kept, credentials))
        : noMasterKey();
  }

  private Step loaded(Kept kept, Loaded credentials) {
    AccessKeyPair pair = credentials.pair();
    return succession
        .place(
            kept,
            new Succession.Fresh(
                CredentialRow.BASIC,
                null,
                pair.fingerprint(),
                credentials.end(),
                Vault.secrets(pair)))
        .<Step>map(placed -> new Step.To(placed.row()))
        .orElseGet(Step.Stay::new);
  }

  /** From now on calls that Gong refuses wait for new credentials, for a while. */
  Outcome beginRotation(
      Deed deed,
      String name,
      Function<Kept, Optional<Outcome.Refused>> allowed,
      @Nullable Duration lasts) {
    return alter(
        deed,
        name,
        allowed,
        kept -> {
          var edit = kept.row().edit();
          edit.rotatingUntil =
              clock.instant().plus(lasts == null ? properties.rotationLasts() : lasts);
          return new Step.To(edit.row());
        });
  }

  /** The current credentials stay; those that were being tried are destroyed. */
  Outcome abandonRotation(
      Deed deed, String name, Function<Kept, Optional<Outcome.Refused>> allowed) {
    return alter(
        deed,
        name,
        allowed,
        kept -> {
          Optional<CredentialRow> candidate = kept.candidate();
          if (candidate.isEmpty() && kept.row().rotatingUntil() == null) {
            return new Step.Stay();
          }
          candidate.ifPresent(other -> store.delete(name, other.generation()));
          var edit = kept.row().edit();
          edit.rotatingUntil = null;
          return new Step.To(edit.row());
        });
  }

  /** Puts every data key under the newest master key; the number of those that were not. */
  int rewrap(Deed deed) {
    int rewrapped = 0;
    for (var known : new TreeMap<>(store.versions()).entrySet()) {
      String name = known.getKey();
      long before = known.getValue();
      Outcome outcome =
          alterations.alter(
              name,
              deed,
              kept -> {
                WrappedKey key = kept.row().dataKey();
                if (key == null || !seals.isOutdated(key)) {
                  return new Step.Stay();
                }
                var edit = kept.row().edit();
                edit.dataKey = seals.rewrap(key, name);
                return new Step.To(edit.row());
              });
      if (outcome instanceof Outcome.Done(Kept now) && now.row().version() != before) {
        rewrapped++;
      }
      accounts.refresh(name);
    }
    return rewrapped;
  }

  private Outcome alter(
      Deed deed,
      String name,
      Function<Kept, Optional<Outcome.Refused>> allowed,
      Function<Kept, Step> change) {
    return known(
        name,
        alterations.alter(
            name,
            deed,
            kept ->
                allowed
                    .apply(kept)
                    .or(() -> fromConfiguration(kept))
                    .<Step>map(Step.Refuse::new)
                    .orElseGet(() -> change.apply(kept))));
  }

  static Optional<Outcome.Refused> fromConfiguration(Kept kept) {
    return kept.row().isConfigured()
        ? Optional.of(
            new Outcome.Refused(
                Outcome.Reason.CONFLICT,
                "Connection %s comes from the start-up configuration (gamelan.gong.*) and is changed there."
                    .formatted(kept.row().name())))
        : Optional.empty();
  }

  /** This instance knows of it before the answer is out. */
  private Outcome known(String name, Outcome outcome) {
    if (!(outcome instanceof Outcome.Refused)) {
      accounts.refresh(name);
    }
    return outcome;
  }

  private static Step to(Kept kept, ConnectionRow.Edit edit) {
    return edit.row().equals(kept.row()) ? new Step.Stay() : new Step.To(edit.row());
  }

  private static Outcome.Refused invalid(String sentence) {
    return new Outcome.Refused(Outcome.Reason.INVALID, sentence);
  }

  static Outcome.Refused noMasterKey() {
    return new Outcome.Refused(
        Outcome.Reason.NO_MASTER_KEY,
        "No credentials can be kept, because there is no master key: gong-caller needs"
            + " gamelan.seal.master-keys-file when it starts.");
  }
}
