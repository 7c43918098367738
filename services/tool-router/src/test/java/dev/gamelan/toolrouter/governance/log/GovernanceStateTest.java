package dev.gamelan.toolrouter.governance.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.Topics;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.ToolApproval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GovernanceStateTest {
  private static final Instant NOW = Instant.parse("2026-05-01T08:00:00Z");
  private static final String APPROVED = "{\"state\":\"APPROVED\"}";
  private static final String DISABLED = "{\"state\":\"DISABLED\"}";

  static GovernanceEvent event(String id, GovernedChange... changes) {
    return new GovernanceEvent(id, NOW, "ann", null, List.of(changes));
  }

  static GovernedChange tool(String name, long expected, @Nullable String after) {
    return new GovernedChange(GovernedKind.TOOL, "default", name, expected, null, after);
  }

  private static DocumentKey key(String tool) {
    return new DocumentKey(GovernedKind.TOOL, "default", tool);
  }

  private static ToolApproval.@Nullable State stateOf(GovernanceState state, String tool) {
    Governed governed = state.find(key(tool));
    ToolApproval approval = governed == null ? null : governed.as(ToolApproval.class);
    return approval == null ? null : approval.state();
  }

  @Test
  void anEventIsInForceIfEachVersionIsTheExpectedOne() {
    GovernanceState state =
        GovernanceState.EMPTY
            .replay(0, event("1", tool("a", 0, APPROVED), tool("b", 0, APPROVED)))
            .replay(1, event("2", tool("a", 1, DISABLED)));

    assertThat(state.version()).isEqualTo(1);
    assertThat(stateOf(state, "a")).isEqualTo(ToolApproval.State.DISABLED);
    assertThat(state.versionOf(key("a"))).isEqualTo(2);
    assertThat(stateOf(state, "b")).isEqualTo(ToolApproval.State.APPROVED);
  }

  @Test
  void oneStaleChangeMakesTheWholeEventVoid() {
    GovernanceState state =
        GovernanceState.EMPTY
            .replay(0, event("1", tool("a", 0, APPROVED)))
            .replay(1, event("2", tool("b", 0, APPROVED), tool("a", 0, DISABLED)));

    assertThat(state.version()).isEqualTo(1);
    assertThat(stateOf(state, "a")).isEqualTo(ToolApproval.State.APPROVED);
    assertThat(state.find(key("b"))).isNull();
  }

  @Test
  void anEventThatChangesTheSameTwiceIsVoid() {
    GovernanceState state =
        GovernanceState.EMPTY.replay(0, event("1", tool("a", 0, APPROVED), tool("a", 0, DISABLED)));

    assertThat(state.find(key("a"))).isNull();
  }

  @Test
  void anEventThatComesAgainIsVoidEvenIfItWouldFitNow() {
    GovernanceState state =
        GovernanceState.EMPTY
            .replay(0, event("late", tool("a", 1, DISABLED)))
            .replay(1, event("1", tool("a", 0, APPROVED)))
            .replay(2, event("late", tool("a", 1, DISABLED)));

    assertThat(stateOf(state, "a")).isEqualTo(ToolApproval.State.APPROVED);
  }

  @Test
  void deletingCountsUpAndKeepsTheNumber() {
    GovernanceState state =
        GovernanceState.EMPTY
            .replay(0, event("1", tool("a", 0, APPROVED)))
            .replay(1, event("2", tool("a", 1, null)))
            .replay(2, event("3", tool("a", 0, APPROVED)));

    assertThat(state.versionOf(key("a"))).isEqualTo(2);
    assertThat(state.has(key("a"))).isFalse();
  }

  @Test
  void anEarlierStateStaysAsItWas() {
    GovernanceState earlier = GovernanceState.EMPTY.replay(0, event("1", tool("a", 0, APPROVED)));
    earlier.replay(1, event("2", tool("a", 1, DISABLED)));

    assertThat(stateOf(earlier, "a")).isEqualTo(ToolApproval.State.APPROVED);
  }

  @Test
  void whatALaterVersionWroteIsNotUnderstoodAndSaysSo() {
    GovernanceState state =
        GovernanceState.EMPTY.replay(0, event("1", tool("a", 0, "{\"state\":\"HALF\"}")));

    assertThat(state.has(key("a"))).isTrue();
    assertThat(stateOf(state, "a")).isNull();
  }

  @Test
  void aKindOfALaterVersionPutsItsConnectionBeyondUs() {
    GovernedChange unknown =
        new GovernedChange(GovernedKind.UNKNOWN, "default", "x", 7L, null, "{}");
    GovernanceState state = GovernanceState.EMPTY.replay(0, event("1", unknown));

    assertThat(state.isBeyondUs("default")).isTrue();
    assertThat(state.isBeyondUs("other")).isFalse();
    assertThat(GovernanceState.EMPTY.replayUnreadable(0).isBeyondUs("other")).isTrue();
  }

  /** Instances write by what they have read so far, which may be old: nothing is overwritten. */
  @Test
  void whoWritesByAnOldStateOverwritesNothing() {
    Random random = new Random(7);
    List<GovernanceEvent> topic = new ArrayList<>();
    GovernanceState[] instances = {
      GovernanceState.EMPTY, GovernanceState.EMPTY, GovernanceState.EMPTY
    };
    GovernanceState judge = GovernanceState.EMPTY;
    int inForce = 0;
    for (int step = 0; step < 20_000; step++) {
      int instance = random.nextInt(instances.length);
      GovernanceState known = instances[instance];
      if (random.nextInt(10) > 0) {
        if (known.version() + 1 < topic.size()) {
          int next = (int) known.version() + 1;
          instances[instance] = known.replay(next, topic.get(next));
        }
        continue;
      }
      String name = "t" + random.nextInt(5);
      Governed before = known.find(key(name));
      String after = random.nextInt(4) == 0 ? null : random.nextBoolean() ? APPROVED : DISABLED;
      GovernanceEvent event =
          event(
              "e" + step,
              new GovernedChange(
                  GovernedKind.TOOL,
                  "default",
                  name,
                  known.versionOf(key(name)),
                  before == null ? null : before.json(),
                  after));
      Governed really = judge.find(key(name));
      if (judge.accepts(event)) {
        inForce++;
        assertThat(event.getChanges().getFirst().getBefore())
            .isEqualTo(really == null ? null : really.json());
      }
      judge = judge.replay(topic.size(), event);
      topic.add(event);
    }
    assertThat(inForce).isBetween(50, topic.size() - 50);
    for (GovernanceState known : instances) {
      GovernanceState caughtUp = known;
      for (int next = (int) known.version() + 1; next < topic.size(); next++) {
        caughtUp = caughtUp.replay(next, topic.get(next));
      }
      assertThat(caughtUp.all(GovernedKind.TOOL, "default"))
          .containsExactlyInAnyOrderElementsOf(judge.all(GovernedKind.TOOL, "default"));
    }
  }

  @Test
  void aHundredThousandEventsAreFolded() {
    List<GovernanceEvent> events = new ArrayList<>();
    for (int number = 0; number < 100_000; number++) {
      int tool = number % 5_000;
      events.add(event("e" + number, tool("t" + tool, number / 5_000, APPROVED)));
    }
    RecordSerializer serializer = new RecordSerializer();
    RecordDeserializer deserializer = new RecordDeserializer();
    String topic = Topics.GOVERNANCE.name();
    List<byte[]> records = new ArrayList<>();
    events.forEach(event -> records.add(serializer.serialize(topic, event)));
    long began = System.nanoTime();
    GovernanceState state = GovernanceState.EMPTY;
    for (int at = 0; at < records.size(); at++) {
      if (deserializer.deserialize(topic, records.get(at)) instanceof GovernanceEvent event) {
        state = state.replay(at, event);
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    org.slf4j.LoggerFactory.getLogger(GovernanceStateTest.class)
        .info("100,000 events were read and folded in {} ms", took.toMillis());
    assertThat(state.all(GovernedKind.TOOL, "default"))
        .hasSize(5_000)
        .allMatch(governed -> governed.version() == 20);
  }
}
