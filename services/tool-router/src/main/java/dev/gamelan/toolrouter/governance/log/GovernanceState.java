package dev.gamelan.toolrouter.governance.log;

import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.document.AccessRequest;
import dev.gamelan.toolrouter.governance.document.Document;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Documents;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * All that is governed, as it was after one event of the log. It never changes: the next event
 * makes the next state, which shares with this one whatever it left alone.
 */
public final class GovernanceState {
  public static final GovernanceState EMPTY =
      new GovernanceState(
          -1,
          HashTreePSet.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePSet.empty());

  private final long version;
  private final PSet<String> seen;
  private final PMap<Shelf, PMap<String, Governed>> shelves;
  private final PMap<Asker, PMap<String, AccessRequest>> requests;
  private final PSet<String> beyondUs;

  private record Shelf(GovernedKind kind, String connection) {}

  private record Asker(String connection, String caller) {}

  private GovernanceState(
      long version,
      PSet<String> seen,
      PMap<Shelf, PMap<String, Governed>> shelves,
      PMap<Asker, PMap<String, AccessRequest>> requests,
      PSet<String> beyondUs) {
    this.version = version;
    this.seen = seen;
    this.shelves = shelves;
    this.requests = requests;
    this.beyondUs = beyondUs;
  }

  /**
   * The state after an event, by the rule that every reader of the log follows: an event that comes
   * again is void; one of which a single change expects another version than there is, is void as a
   * whole; any other is in force.
   *
   * @param offset where the event stands in the log
   */
  public GovernanceState replay(long offset, GovernanceEvent event) {
    PSet<String> seenNow = seen.plus(event.getEventId());
    if (!accepts(event)) {
      return new GovernanceState(offset, seenNow, shelves, requests, beyondUs);
    }
    PMap<Shelf, PMap<String, Governed>> shelvesNow = shelves;
    PMap<Asker, PMap<String, AccessRequest>> requestsNow = requests;
    PSet<String> beyondUsNow = beyondUs;
    for (GovernedChange change : event.getChanges()) {
      DocumentKey key = kept(keyOf(change));
      if (key.kind() == GovernedKind.UNKNOWN) {
        beyondUsNow = beyondUsNow.plus(key.connection());
        continue;
      }
      String json = change.getAfter();
      Document document = json == null ? null : Documents.read(key.kind(), json);
      Governed before = find(key);
      Governed after = new Governed(key, versionOf(key) + 1, json, document);
      Shelf shelf = new Shelf(key.kind(), key.connection());
      PMap<String, Governed> onShelf = shelvesNow.getOrDefault(shelf, HashTreePMap.empty());
      shelvesNow = shelvesNow.plus(shelf, onShelf.plus(key.name(), after));
      if (key.kind() == GovernedKind.REQUEST) {
        requestsNow = withoutRequest(requestsNow, before);
        requestsNow = withRequest(requestsNow, after);
      }
    }
    return new GovernanceState(offset, seenNow, shelvesNow, requestsNow, beyondUsNow);
  }

  boolean accepts(GovernanceEvent event) {
    return !seen.contains(event.getEventId()) && fits(event.getChanges());
  }

  /** The state after something at this place in the log that nobody here can read. */
  public GovernanceState replayUnreadable(long offset) {
    return new GovernanceState(
        offset, seen, shelves, requests, beyondUs.plus(DocumentKey.INSTALLATION));
  }

  /** The same document twice in one event would leave its version open. */
  private boolean fits(List<GovernedChange> changes) {
    Set<DocumentKey> once = new HashSet<>();
    return changes.stream()
        .allMatch(
            change -> {
              DocumentKey key = keyOf(change);
              return key.kind() == GovernedKind.UNKNOWN
                  || (once.add(key) && versionOf(key) == change.getExpectedVersion());
            });
  }

  private static DocumentKey keyOf(GovernedChange change) {
    return new DocumentKey(change.getKind(), change.getConnection(), change.getName());
  }

  /** With its words kept once, for thousands of documents have the same name or place. */
  private static DocumentKey kept(DocumentKey key) {
    return new DocumentKey(key.kind(), key.connection().intern(), key.name().intern());
  }

  private static PMap<Asker, PMap<String, AccessRequest>> withoutRequest(
      PMap<Asker, PMap<String, AccessRequest>> requests, @Nullable Governed governed) {
    AccessRequest request = governed == null ? null : governed.as(AccessRequest.class);
    if (governed == null || request == null) {
      return requests;
    }
    Asker asker = new Asker(governed.key().connection(), request.caller());
    PMap<String, AccessRequest> left =
        requests.getOrDefault(asker, HashTreePMap.empty()).minus(governed.key().name());
    return left.isEmpty() ? requests.minus(asker) : requests.plus(asker, left);
  }

  private static PMap<Asker, PMap<String, AccessRequest>> withRequest(
      PMap<Asker, PMap<String, AccessRequest>> requests, Governed governed) {
    AccessRequest request = governed.as(AccessRequest.class);
    if (request == null) {
      return requests;
    }
    Asker asker = new Asker(governed.key().connection(), request.caller());
    return requests.plus(
        asker,
        requests.getOrDefault(asker, HashTreePMap.empty()).plus(governed.key().name(), request));
  }

  /** The offset of the last event that was folded; -1 before the first. */
  public long version() {
    return version;
  }

  /** Null where there never was one; a deleted one still has its version. */
  public @Nullable Governed find(DocumentKey key) {
    PMap<String, Governed> shelf = shelves.get(new Shelf(key.kind(), key.connection()));
    return shelf == null ? null : shelf.get(key.name());
  }

  /** 0 where there never was one. */
  public long versionOf(DocumentKey key) {
    Governed governed = find(key);
    return governed == null ? 0 : governed.version();
  }

  public boolean has(DocumentKey key) {
    Governed governed = find(key);
    return governed != null && governed.isThere();
  }

  /** In no order, deleted ones among them. */
  public Collection<Governed> all(GovernedKind kind, String connection) {
    PMap<String, Governed> shelf = shelves.get(new Shelf(kind, connection));
    return shelf == null ? List.of() : shelf.values();
  }

  /** Of all connections and of the installation. */
  public List<Governed> all(GovernedKind kind) {
    return shelves.entrySet().stream()
        .filter(shelf -> shelf.getKey().kind() == kind)
        .flatMap(shelf -> shelf.getValue().values().stream())
        .toList();
  }

  public Collection<AccessRequest> requestsOf(String connection, String caller) {
    PMap<String, AccessRequest> own = requests.get(new Asker(connection, caller));
    return own == null ? List.of() : own.values();
  }

  /** Whether something is on record for this connection that a later version wrote. */
  public boolean isBeyondUs(String connection) {
    return !beyondUs.isEmpty()
        && (beyondUs.contains(DocumentKey.INSTALLATION) || beyondUs.contains(connection));
  }
}
