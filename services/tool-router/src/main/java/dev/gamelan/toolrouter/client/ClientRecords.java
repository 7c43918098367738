package dev.gamelan.toolrouter.client;

import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.Clients;
import dev.gamelan.toolrouter.governance.EffectiveDefaults;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.governance.document.AiClient;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.governance.log.Proposal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Writes down on which day a client was last seen, once a day whichever routers see it, and deletes
 * the records of those that have not been seen for long.
 */
@Component
public final class ClientRecords {
  private static final int MOST_NOTED = 10_000;

  private final GovernanceLog log;
  private final Governance governance;
  private final Executor background;
  private final Clock clock;

  /** The day for which a client was brought to the log by this instance, or tried to. */
  private final Map<String, LocalDate> noted = new ConcurrentHashMap<>();

  @Autowired
  ClientRecords(GovernanceLog log, Governance governance, ExecutorService blocking, Clock clock) {
    this(log, governance, (Executor) blocking, clock);
  }

  ClientRecords(GovernanceLog log, Governance governance, Executor background, Clock clock) {
    this.log = log;
    this.governance = governance;
    this.background = background;
    this.clock = clock;
  }

  /**
   * Does not wait for the record.
   *
   * @param clientId null where the caller's token names none
   */
  public void seen(@Nullable String clientId) {
    if (clientId == null) {
      return;
    }
    LocalDate today = today();
    if (today.equals(noted.get(clientId)) || isOnRecord(clientId, today)) {
      return;
    }
    if (noted.size() >= MOST_NOTED) {
      noted.values().removeIf(day -> day.isBefore(today));
    }
    if (noted.size() < MOST_NOTED && !today.equals(noted.put(clientId, today))) {
      background.execute(() -> note(clientId, today));
    }
  }

  private boolean isOnRecord(String clientId, LocalDate day) {
    AiClient client = find(clientId);
    LocalDate seen = client == null ? null : client.lastSeenOn();
    return seen != null && !seen.isBefore(day);
  }

  private @Nullable AiClient find(String clientId) {
    Governed governed = log.state().find(Clients.keyOf(clientId));
    return governed == null ? null : governed.as(AiClient.class);
  }

  /**
   * Lost where the broker is away or a change is underway: the next call of the day tries again.
   */
  private void note(String clientId, LocalDate today) {
    DocumentKey key = Clients.keyOf(clientId);
    Governed governed = log.state().find(key);
    AiClient client = governed == null ? null : governed.as(AiClient.class);
    if (governed != null && governed.isThere() && client == null) {
      return;
    }
    AiClient seen =
        client == null
            ? new AiClient(null, null, null, null, null, null, today)
            : client.seenOn(today);
    boolean done =
        append(
            "client/%s/seen/%s".formatted(clientId, today),
            new Change(key, log.state().versionOf(key), Documents.write(seen)));
    if (!done) {
      noted.remove(clientId, today);
    }
  }

  /** Those that nobody uses any more, unless somebody has said what is to hold for them. */
  void forget() {
    Instant now = clock.instant();
    EffectiveDefaults defaults = governance.rules().defaults();
    Duration deletedAfter = defaults.clientsDeletedAfter();
    for (Governed governed : log.state().all(GovernedKind.CLIENT, DocumentKey.INSTALLATION)) {
      AiClient client = governed.as(AiClient.class);
      LocalDate seen = client == null ? null : client.lastSeenOn();
      if (client != null
          && seen != null
          && client.state() == null
          && Clients.isIdle(seen, deletedAfter, now)) {
        append(
            "client/%s/deleted/%d".formatted(governed.key().name(), governed.version()),
            new Change(governed.key(), governed.version(), null));
      }
    }
  }

  /** The same event from several instances counts once. */
  private boolean append(String eventId, Change change) {
    return switch (log.append(new Proposal(eventId, List.of(change), Proposal.GAMELAN, null))) {
      case dev.gamelan.toolrouter.governance.log.Appended.Accepted ignored -> true;
      case dev.gamelan.toolrouter.governance.log.Appended.Stale ignored -> false;
      case dev.gamelan.toolrouter.governance.log.Appended.NotPublished ignored -> false;
    };
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
