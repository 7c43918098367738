package dev.gamelan.toolrouter.governance.log;

import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.topics.FailureWithoutPayload;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is governed, as this instance has followed it, and the one way to change it: by an event
 * that comes back from the log. Of two that change the same at once, the log's order decides.
 */
public final class GovernanceLog {
  private static final Logger log = LoggerFactory.getLogger(GovernanceLog.class);

  private final Map<String, CompletableFuture<Boolean>> awaited = new ConcurrentHashMap<>();
  private final List<FoldedHearer> hearers = new CopyOnWriteArrayList<>();
  private final RecentChanges recent = new RecentChanges();
  private final Consumer<GovernanceEvent> topic;
  private final Duration patience;
  private final Clock clock;
  private volatile GovernanceState state = GovernanceState.EMPTY;
  private volatile boolean caughtUp;

  /**
   * @param topic returns once the broker has the event
   * @param patience how long an own event is waited for to come back
   */
  GovernanceLog(Consumer<GovernanceEvent> topic, Duration patience, Clock clock) {
    this.topic = topic;
    this.patience = patience;
    this.clock = clock;
  }

  public GovernanceState state() {
    return state;
  }

  public RecentChanges recent() {
    return recent;
  }

  /** Whether all has been folded that was on record when this instance started. */
  public boolean hasCaughtUp() {
    return caughtUp;
  }

  /** From now on, for as long as this instance lives. */
  public void tell(FoldedHearer hearer) {
    hearers.add(hearer);
  }

  /** Returns once this instance goes by the changes, or they are not to be. May block. */
  public Appended append(Proposal proposal) {
    GovernanceState now = state;
    if (!caughtUp) {
      return new Appended.NotPublished(false);
    }
    if (proposal.changes().stream().anyMatch(change -> isStale(change, now))) {
      return stale(proposal);
    }
    CompletableFuture<Boolean> folding = new CompletableFuture<>();
    CompletableFuture<Boolean> earlier = awaited.putIfAbsent(proposal.eventId(), folding);
    if (earlier != null) {
      return outcome(proposal, earlier);
    }
    try {
      topic.accept(event(proposal, now));
      return outcome(proposal, folding);
    } catch (RuntimeException brokerAway) {
      log.warn("A change was not acknowledged", FailureWithoutPayload.of(brokerAway));
      return new Appended.NotPublished(true);
    } finally {
      awaited.remove(proposal.eventId());
    }
  }

  private Appended outcome(Proposal proposal, CompletableFuture<Boolean> folding) {
    try {
      return folding.get(patience.toMillis(), TimeUnit.MILLISECONDS)
          ? accepted(proposal)
          : stale(proposal);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Appended.NotPublished(true);
    } catch (ExecutionException | TimeoutException late) {
      return new Appended.NotPublished(true);
    }
  }

  private static boolean isStale(Change change, GovernanceState now) {
    return now.versionOf(change.key()) != change.expectedVersion();
  }

  private Appended stale(Proposal proposal) {
    GovernanceState now = state;
    Map<DocumentKey, Long> current = new LinkedHashMap<>();
    proposal.changes().stream()
        .filter(change -> isStale(change, now))
        .forEach(change -> current.put(change.key(), now.versionOf(change.key())));
    return new Appended.Stale(current);
  }

  private Appended accepted(Proposal proposal) {
    Map<DocumentKey, Long> versions = new LinkedHashMap<>();
    proposal.changes().forEach(change -> versions.put(change.key(), change.expectedVersion() + 1));
    return new Appended.Accepted(versions, state.version());
  }

  private GovernanceEvent event(Proposal proposal, GovernanceState now) {
    return GovernanceEvent.newBuilder()
        .setEventId(proposal.eventId())
        .setAt(clock.instant())
        .setChangedBy(proposal.by())
        .setReason(proposal.reason())
        .setChanges(proposal.changes().stream().map(change -> governedChange(change, now)).toList())
        .build();
  }

  private static GovernedChange governedChange(Change change, GovernanceState now) {
    Governed before = now.find(change.key());
    return GovernedChange.newBuilder()
        .setKind(change.key().kind())
        .setConnection(change.key().connection())
        .setName(change.key().name())
        .setExpectedVersion(change.expectedVersion())
        .setBefore(before == null ? null : before.json())
        .setAfter(change.after())
        .build();
  }

  /** The one way in which the state changes; called in the log's order by one thread. */
  void replay(long offset, GovernanceEvent event) {
    GovernanceState before = state;
    if (offset <= before.version()) {
      return;
    }
    boolean accepted = before.accepts(event);
    GovernanceState after = before.replay(offset, event);
    state = after;
    if (accepted) {
      recent.note(offset, event);
    }
    if (accepted && caughtUp) {
      tell(new Folded(before, after, event));
    }
    CompletableFuture<Boolean> folding = awaited.get(event.getEventId());
    if (folding != null) {
      folding.complete(accepted);
    }
  }

  void replayUnreadable(long offset) {
    if (offset > state.version()) {
      state = state.replayUnreadable(offset);
    }
  }

  private void tell(Folded folded) {
    for (FoldedHearer hearer : hearers) {
      try {
        hearer.folded(folded);
      } catch (RuntimeException bug) {
        log.error("A change was not heard of everywhere", FailureWithoutPayload.of(bug));
      }
    }
  }

  void caughtUp() {
    caughtUp = true;
  }
}
