package dev.gamelan.toolrouter.governance;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.document.AiClient;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import dev.gamelan.toolrouter.governance.log.GovernanceState;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.governance.log.Proposal;
import dev.gamelan.topics.FailureWithoutPayload;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts on record on which day an AI client was last used, and looks after those long unused. */
public final class ClientsSeen {
  private static final Logger log = LoggerFactory.getLogger(ClientsSeen.class);
  private static final int MOST_UNDER_WAY = 1000;

  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final GovernanceLog topic;
  private final Governance governance;
  private final Executor blocking;
  private final Clock clock;

  ClientsSeen(GovernanceLog topic, Governance governance, Executor blocking, Clock clock) {
    this.topic = topic;
    this.governance = governance;
    this.blocking = blocking;
    this.clock = clock;
  }

  /** Costs something at the first call of a day alone, and the call does not wait for it. */
  public void note(Caller caller) {
    String clientId = caller.clientId();
    if (clientId == null || !topic.hasCaughtUp()) {
      return;
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Governed governed = topic.state().find(Clients.keyOf(clientId));
    AiClient known = governed == null ? null : governed.as(AiClient.class);
    if ((governed != null && governed.isThere() && known == null)
        || (known != null && today.equals(known.lastSeenOn()))
        || underWay.size() >= MOST_UNDER_WAY
        || !underWay.add(clientId)) {
      return;
    }
    blocking.execute(() -> noteNow(caller, clientId, today));
  }

  private void noteNow(Caller caller, String clientId, LocalDate today) {
    try {
      DocumentKey key = Clients.keyOf(clientId);
      Governed governed = topic.state().find(key);
      AiClient known = governed == null ? null : governed.as(AiClient.class);
      AiClient now =
          known == null
              ? new AiClient(Clients.typeOf(caller, null), null, null, null, null, null, today)
              : known.seenOn(today);
      long version = topic.state().versionOf(key);
      topic.append(
          new Proposal(
              "client-seen/%s/%s/%d".formatted(clientId, today, version),
              List.of(new Change(key, version, Documents.write(now))),
              Proposal.GAMELAN,
              "First call of the day"));
    } catch (RuntimeException failed) {
      log.warn("An AI client was not noted", FailureWithoutPayload.of(failed));
    } finally {
      underWay.remove(clientId);
    }
  }

  /**
   * Notes of each client that is, or is about to be, hidden or closed because nobody uses it, once
   * for each time; and forgets those long unused. Who comes again begins anew. A client of which
   * somebody has decided its state is left alone.
   */
  public void lookAfterTheIdle() {
    GovernanceState state = topic.state();
    EffectiveDefaults defaults = governance.rules().defaults();
    Clients clients = new Clients(state, defaults);
    Instant now = clock.instant();
    for (Governed governed : state.all(GovernedKind.CLIENT, DocumentKey.INSTALLATION)) {
      AiClient client = governed.as(AiClient.class);
      LocalDate seen = client == null ? null : client.lastSeenOn();
      if (client == null || client.state() != null || seen == null) {
        continue;
      }
      if (Clients.isIdle(seen, defaults.clientsDeletedAfter(), now)) {
        change("client-forgotten", governed, null, "Not used for long");
        continue;
      }
      String notice = clients.notice(client, now);
      if (notice != null && !seen.equals(client.noticedFor())) {
        change("client-idle", governed, Documents.write(client.noticed()), notice);
      }
    }
  }

  private void change(String what, Governed governed, @Nullable String after, String why) {
    topic.append(
        new Proposal(
            "%s/%s/%d".formatted(what, governed.key().name(), governed.version()),
            List.of(new Change(governed.key(), governed.version(), after)),
            Proposal.GAMELAN,
            why));
  }
}
