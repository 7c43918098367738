package dev.gamelan.gongcaller.stop;

import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.schemas.ToolCallRequested;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The kill switches that are thrown, by the rule that all readers of the log follow. A call that
 * waits here must not reach Gong once one is, whatever became of the router that sent it.
 */
@Component
public final class Stops {
  private static final String INSTALLATION = "installation";
  private static final String CONNECTION = "connection";
  private static final String TOOL = "tool/";
  private static final String CLIENT = "client/";
  private static final String NOT_KNOWN =
      "It is not known here yet what administrators have stopped, so Gong was not asked. Trying"
          + " again in a few seconds helps.";
  private static final String BEYOND_US =
      "What administrators have stopped was written by a later version than gong-caller has, so"
          + " Gong was not asked. Trying again helps once it is upgraded.";

  /** Of a switch: the connection it is about, empty for none, and its name. */
  private record Key(String connection, String name) {}

  private final Set<String> seen = new HashSet<>();
  private final Map<Key, Long> versions = new HashMap<>();
  private volatile Set<Key> thrown = Set.of();
  private volatile boolean known;
  private volatile boolean beyondUs;

  /** Kill switches are changed in events of their own, so they can be judged without the rest. */
  synchronized void fold(GovernanceEvent event) {
    List<GovernedChange> switches =
        event.getChanges().stream()
            .filter(change -> change.getKind() == GovernedKind.KILL_SWITCH)
            .toList();
    if (switches.isEmpty() || !seen.add(event.getEventId()) || !fits(switches)) {
      return;
    }
    Set<Key> now = new HashSet<>(thrown);
    for (GovernedChange change : switches) {
      Key key = keyOf(change);
      versions.put(key, change.getExpectedVersion() + 1);
      if (change.getAfter() == null) {
        now.remove(key);
      } else {
        now.add(key);
      }
    }
    thrown = Set.copyOf(now);
  }

  private boolean fits(List<GovernedChange> switches) {
    return switches.stream().map(Stops::keyOf).distinct().count() == switches.size()
        && switches.stream()
            .allMatch(
                change -> versions.getOrDefault(keyOf(change), 0L) == change.getExpectedVersion());
  }

  private static Key keyOf(GovernedChange change) {
    return new Key(change.getConnection(), change.getName());
  }

  void caughtUp() {
    known = true;
  }

  boolean isKnown() {
    return known;
  }

  /** Something stands in the log that may stop anything. */
  void unreadable() {
    beyondUs = true;
  }

  boolean isBeyondUs() {
    return beyondUs;
  }

  /** Why nothing of a connection may be sent now, in a sentence for the caller. */
  public Optional<String> of(String connection) {
    if (!known) {
      return Optional.of(NOT_KNOWN);
    }
    if (beyondUs) {
      return Optional.of(BEYOND_US);
    }
    return first(
        sentence(new Key("", INSTALLATION), "Everything"),
        sentence(new Key(connection, CONNECTION), "This Gong connection"));
  }

  /** Why this call may not be sent now. */
  public Optional<String> of(ToolCallRequested call) {
    String client = call.getClientId();
    return first(
        of(call.getConnection()).orElse(null),
        sentence(new Key(call.getConnection(), TOOL + call.getTool()), call.getTool()),
        client == null ? null : sentence(new Key("", CLIENT + client), "This AI client"));
  }

  private @Nullable String sentence(Key key, String what) {
    return thrown.contains(key)
        ? what
            + " was stopped by an administrator before the call's turn came, so Gong was not asked."
            + " Trying again helps once it is lifted, not before."
        : null;
  }

  private static Optional<String> first(@Nullable String... sentences) {
    return Stream.of(sentences).flatMap(Stream::ofNullable).findFirst();
  }
}
