package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.gong.GongAccount;
import dev.gamelan.gongcaller.seal.SealBrokenException;
import dev.gamelan.gongcaller.stop.Stops;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The connections as this instance knows them, with their secrets open. It follows the database,
 * and goes on with what it knows while that is away.
 */
@Component
@EnableConfigurationProperties(ConnectionProperties.class)
public class Accounts {
  private static final Logger log = LoggerFactory.getLogger(Accounts.class);

  private final ConnectionStore store;
  private final Vault vault;
  private final Stops stops;
  private final TransactionTemplate asOfOneMoment;
  private final Clock clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, Refusals> refusals = new ConcurrentHashMap<>();

  Accounts(
      ConnectionStore store,
      Vault vault,
      Stops stops,
      TransactionTemplate transactions,
      Clock clock) {
    this.store = store;
    this.vault = vault;
    this.stops = stops;
    this.clock = clock;
    this.asOfOneMoment =
        new TransactionTemplate(Objects.requireNonNull(transactions.getTransactionManager()));
    asOfOneMoment.setReadOnly(true);
    asOfOneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /**
   * @param accounts by generation
   * @param broken why some of its credentials cannot be used here
   */
  private record Known(Kept kept, Map<Long, GongAccount> accounts, @Nullable String broken) {}

  /** Whether a connection's calls may be sent now. */
  public Gate gate(String connection) {
    String stopped = stops.of(connection).orElse(null);
    if (stopped != null) {
      return new Gate.Shut(stopped, true, false);
    }
    Known here = known.get(connection);
    if (here == null) {
      return new Gate.Shut(
          "The request was not sent to Gong, because no connection of its name is known here."
              + " Trying again does not help.",
          false,
          false);
    }
    if (here.kept().row().isPaused()) {
      return shut(
          "An administrator has paused connection %s, so Gong was not asked. Trying again helps"
              + " once it is resumed.",
          connection, false);
    }
    CredentialRow current = here.kept().current().orElse(null);
    if (current == null) {
      return shut(
          "Connection %s has no credentials yet, so Gong was not asked. Trying again helps once an"
              + " administrator has loaded some.",
          connection, false);
    }
    if (!here.accounts().containsKey(current.generation())) {
      return shut(
          "The credentials of connection %s cannot be used, so Gong was not asked. Trying again"
              + " helps once an administrator has put that right.",
          connection, true);
    }
    Refusals seen = refusalsOf(connection);
    boolean rotates = here.kept().rotates(clock.instant());
    boolean refused = current.refusedAt() != null || seen.isStopped(current.generation());
    if (rotates && (refused || seen.isHeld(current.generation()))) {
      return new Gate.Held();
    }
    return refused
        ? shut(
            "Gong refuses the credentials of connection %s (401), so it was not asked again. Trying"
                + " again helps once an administrator has replaced them.",
            connection, true)
        : new Gate.Open();
  }

  /** Whether a kill switch keeps it from being asked anything. */
  boolean isStopped(String connection) {
    return stops.of(connection).isPresent();
  }

  private static Gate.Shut shut(String sentence, String connection, boolean trials) {
    return new Gate.Shut(sentence.formatted(connection), true, trials);
  }

  /**
   * With what a call asks Gong at this moment.
   *
   * @param generation null for the current credentials
   */
  public Optional<GongAccount> account(String connection, @Nullable Long generation) {
    Known here = known.get(connection);
    if (here == null) {
      return Optional.empty();
    }
    Long wanted =
        generation != null
            ? generation
            : here.kept().current().map(CredentialRow::generation).orElse(null);
    return wanted == null ? Optional.empty() : Optional.ofNullable(here.accounts().get(wanted));
  }

  /**
   * Looks it up where this instance does not know it yet.
   *
   * @param generation of credentials that are to be tried, which another instance may just have got
   */
  public boolean knows(String connection, @Nullable Long generation) {
    Known here = known.get(connection);
    if (here == null || (generation != null && !here.accounts().containsKey(generation))) {
      refresh(connection);
    }
    return known.containsKey(connection);
  }

  Refusals refusalsOf(String connection) {
    return refusals.computeIfAbsent(connection, any -> new Refusals());
  }

  Optional<Kept> kept(String connection) {
    return Optional.ofNullable(known.get(connection)).map(Known::kept);
  }

  Stream<Kept> all() {
    return known.values().stream().map(Known::kept);
  }

  /** Why a connection's credentials cannot be used here, if so. */
  Optional<String> broken(String connection) {
    return Optional.ofNullable(known.get(connection)).map(Known::broken);
  }

  /** False where the database cannot be asked; what is known stays. */
  boolean refresh(String connection) {
    try {
      Optional<Known> now = load(connection);
      known.compute(connection, (name, before) -> later(before, now.orElse(null)));
      if (now.isEmpty()) {
        refusals.remove(connection);
      }
      return true;
    } catch (DataAccessException | TransactionException away) {
      log.debug("Connection {} cannot be looked up", connection, away);
      return false;
    }
  }

  private static @Nullable Known later(@Nullable Known before, @Nullable Known now) {
    return before != null
            && now != null
            && before.kept().row().version() > now.kept().row().version()
        ? before
        : now;
  }

  /** Takes over what has changed, whoever changed it. */
  void refreshAll() {
    Map<String, Long> versions = store.versions();
    known
        .keySet()
        .removeIf(
            gone -> {
              boolean deleted = !versions.containsKey(gone);
              if (deleted) {
                refusals.remove(gone);
              }
              return deleted;
            });
    versions.forEach(
        (name, version) -> {
          Known here = known.get(name);
          if (here == null || here.kept().row().version() != version) {
            refresh(name);
          }
        });
  }

  private Optional<Known> load(String connection) {
    return Objects.requireNonNull(
        asOfOneMoment.execute(status -> store.find(connection).map(this::opened)));
  }

  private Known opened(Kept kept) {
    Map<Long, GongAccount> accounts = new HashMap<>();
    String broken = null;
    for (CredentialRow credentials : kept.credentials()) {
      try {
        Optional<GongAccount> account = vault.open(kept.row(), credentials);
        if (account.isPresent()) {
          accounts.put(credentials.generation(), account.get());
        } else {
          broken = "Its address is not one that may be asked any more.";
        }
      } catch (SealBrokenException sealed) {
        broken = sealed.getMessage();
      }
    }
    if (broken != null) {
      log.error("Connection {} cannot be used: {}", kept.row().name(), broken);
    }
    return new Known(kept, Map.copyOf(accounts), broken);
  }

  Instant now() {
    return clock.instant();
  }
}
