package dev.gamelan.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gamelan.audit.Meters;
import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.schemas.GovernedKind;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@AuditIntegration
class GovernanceTrailIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TOOL = "gong_list_calls";

  @Autowired private FollowedTopic governanceTopic;
  @Autowired private GovernanceTrail governance;
  @Autowired private Trail trail;
  @Autowired private Database database;
  @Autowired private JdbcClient jdbc;
  @Autowired private MeterRegistry registry;

  @AfterEach
  void letEntriesIn() {
    database.as(Database.OWNER).sql("drop trigger if exists no_entry on event").update();
  }

  @Test
  void keepsAnEntryForEachAcceptedChangeWithBeforeAndAfter() {
    governanceTopic.publish(
        event(
            "kept-1",
            change("kept", TOOL, 0, null, "{\"state\":\"APPROVED\"}"),
            change(GovernedKind.KILL_SWITCH, "kept", "tool/" + TOOL, 0, null, "{\"by\":\"ada\"}")));
    governanceTopic.publish(
        event("kept-2", change("kept", TOOL, 1, "{\"state\":\"APPROVED\"}", null)));

    awaitEntries("kept", "kept-2/0", "kept-1/1", "kept-1/0");
    var entries = page("kept");
    assertThat(entries.get(2))
        .usingRecursiveComparison()
        .ignoringFields("recordedAt", "governanceVersion")
        .isEqualTo(
            new RecordedEvent(
                "kept-1/0",
                "GOVERNANCE_CHANGED",
                Events.NOON,
                Events.NOON,
                "tool-router",
                "kept",
                "",
                "ada",
                null,
                TOOL,
                "",
                "UNKNOWN",
                "created",
                "because",
                null,
                Map.of(),
                null,
                null,
                0,
                null,
                null,
                null,
                null,
                0L,
                List.of(),
                "tool kept/gong_list_calls",
                null,
                "{\"state\":\"APPROVED\"}",
                null,
                null,
                0,
                null));
    assertThat(entries.get(1).subject()).isEqualTo("kill-switch kept/tool/gong_list_calls");
    assertThat(entries.getFirst())
        .extracting(RecordedEvent::outcome, RecordedEvent::before, RecordedEvent::after)
        .containsExactly("deleted", "{\"state\":\"APPROVED\"}", null);
    long first = Objects.requireNonNull(entries.get(2).governanceVersion());
    assertThat(entries)
        .extracting(RecordedEvent::governanceVersion)
        .containsExactly(first + 1, first, first);
  }

  @Test
  void replayingTheWholeTopicChangesNothing() {
    List<String> ids = new ArrayList<>();
    IntStream.range(0, 300)
        .forEach(
            version -> {
              governanceTopic.publish(
                  event(
                      "replayed-%03d".formatted(version),
                      change("replayed", TOOL, version, "{}", "{}")));
              ids.addFirst("replayed-%03d/0".formatted(version));
            });
    awaitEntries("replayed", ids.toArray(String[]::new));
    var versions = versions("replayed");
    double voidBefore = voided();

    governanceTopic.stopReading();
    governanceTopic.forgetWhatWasRead();
    governanceTopic.startReading();

    await().atMost(PATIENCE).until(() -> voided() >= voidBefore + ids.size());
    awaitEntries("replayed", ids.toArray(String[]::new));
    assertThat(versions("replayed")).isEqualTo(versions).hasSize(300);
  }

  @Test
  void leavesNoEntryForAnEventThatComesAgainUnderItsId() {
    governance.follow(1, event("again-1", change("again", TOOL, 0, null, "{}")));
    governance.follow(2, event("again-1", change("again", TOOL, 1, "{}", null)));
    governance.follow(3, event("again-2", change("again", TOOL, 1, "{}", "{}")));
    assertThat(eventIds("again")).containsExactly("again-2/0", "again-1/0");
  }

  @Test
  void leavesNoEntryForWhatCameTooLateAndNoneForItsOtherChanges() {
    governance.follow(1, event("late-1", change("late", TOOL, 0, null, "{}")));
    governance.follow(
        2,
        event(
            "late-2",
            change("late", "gong_list_users", 0, null, "{}"),
            change("late", TOOL, 0, null, "{\"state\":\"DISABLED\"}")));
    assertThat(eventIds("late")).containsExactly("late-1/0");

    // Judged once: it does not come into force later, when its versions would fit.
    governance.follow(3, event("late-3", change("late", "gong_list_users", 1, null, "{}")));
    governance.follow(4, event("late-4", change("late", "gong_list_users", 0, null, "{}")));
    governance.follow(5, event("late-3", change("late", "gong_list_users", 1, null, "{}")));
    assertThat(eventIds("late")).containsExactly("late-4/0", "late-1/0");
  }

  @Test
  void countsADeletionAsAVersion() {
    governance.follow(1, event("deleted-1", change("deleted", TOOL, 0, null, "{}")));
    governance.follow(2, event("deleted-2", change("deleted", TOOL, 1, "{}", null)));
    governance.follow(3, event("deleted-3", change("deleted", TOOL, 0, null, "{}")));
    governance.follow(4, event("deleted-4", change("deleted", TOOL, 2, null, "{}")));
    assertThat(eventIds("deleted")).containsExactly("deleted-4/0", "deleted-2/0", "deleted-1/0");
  }

  @Test
  void leavesNoEntryWhereTheSameDocumentStandsTwice() {
    governance.follow(
        1,
        event(
            "double-1",
            change("double", TOOL, 0, null, "{}"),
            change("double", TOOL, 0, null, "{}")));
    assertThat(eventIds("double")).isEmpty();
  }

  @Test
  void keepsVersionsAndEntriesTogetherOrNotAtAll() {
    database
        .as(Database.OWNER)
        .sql(
            """
            create trigger no_entry before insert on event for each row
              when (new.event_id = 'together-1/1') execute function refuse_change()
            """)
        .update();
    var event =
        event(
            "together-1",
            change("together", TOOL, 0, null, "{}"),
            change("together", "gong_list_users", 0, null, "{}"));
    assertThatThrownBy(() -> governance.follow(1, event)).isNotNull();
    assertThat(eventIds("together")).isEmpty();
    assertThat(versions("together")).isEmpty();

    letEntriesIn();
    governance.follow(1, event);
    assertThat(eventIds("together")).containsExactly("together-1/1", "together-1/0");
    assertThat(versions("together")).containsExactly(1L, 1L);
  }

  @Test
  void keepsAnEventOnceHoweverManyInstancesReadIt()
      throws InterruptedException, ExecutionException {
    var event = event("many-1", change("many", TOOL, 0, null, "{}"));
    Callable<Boolean> reading =
        () -> {
          governance.follow(1, event);
          return true;
        };
    try (var instances = Executors.newFixedThreadPool(6)) {
      for (var read : instances.invokeAll(IntStream.range(0, 6).mapToObj(i -> reading).toList())) {
        assertThat(read.get()).isTrue();
      }
    }
    assertThat(eventIds("many")).containsExactly("many-1/0");
    assertThat(versions("many")).containsExactly(1L);
  }

  @Test
  void waitsForTheVersionThatKnowsAKind() {
    var event =
        event(
            "later-1",
            change("later", TOOL, 0, null, "{}"),
            change(GovernedKind.UNKNOWN, "later", "x", 4, "{}", "{}"));
    assertThatThrownBy(() -> governance.follow(1, event))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only a later version of audit knows");
    assertThat(eventIds("later")).isEmpty();
    assertThat(versions("later")).isEmpty();
  }

  @Test
  void passesOverWhatIsNoEvent() {
    governanceTopic.stopReading();
    governanceTopic.publish("garbage", "no Avro at all".getBytes(StandardCharsets.UTF_8));
    governanceTopic.publish(event("behind-1", change("behind", TOOL, 0, null, "{}")));
    governanceTopic.startReading();
    awaitEntries("behind", "behind-1/0");
    assertThat(governanceTopic.deadLetters("garbage", 1)).containsKey("no Avro at all");
  }

  @Test
  void keepsWhatHasEndlessNames() {
    String endless = "x".repeat(5000);
    governance.follow(
        1,
        GovernanceEvent.newBuilder(event(endless, change("endless", endless, 0, null, "{}")))
            .setChangedBy(endless)
            .setAt(Instant.ofEpochMilli(Long.MAX_VALUE))
            .build());
    var entry = page("endless").getFirst();
    assertThat(entry.caller()).hasSizeLessThanOrEqualTo(Usability.LONGEST_NAME).startsWith("xxx");
    assertThat(entry.subject()).startsWith("tool endless/xxx").contains(" ");
    assertThat(entry.eventId()).endsWith("/0");
  }

  private static GovernanceEvent event(String id, GovernedChange... changes) {
    return GovernanceEvent.newBuilder()
        .setEventId(id)
        .setAt(Events.NOON)
        .setChangedBy("ada")
        .setReason("because")
        .setChanges(List.of(changes))
        .build();
  }

  private static GovernedChange change(
      String connection,
      String tool,
      long version,
      @Nullable String before,
      @Nullable String after) {
    return change(GovernedKind.TOOL, connection, tool, version, before, after);
  }

  private static GovernedChange change(
      GovernedKind kind,
      String connection,
      String name,
      long version,
      @Nullable String before,
      @Nullable String after) {
    return GovernedChange.newBuilder()
        .setKind(kind)
        .setConnection(connection)
        .setName(name)
        .setExpectedVersion(version)
        .setBefore(before)
        .setAfter(after)
        .build();
  }

  private void awaitEntries(String connection, String... eventIds) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(eventIds(connection)).containsExactly(eventIds));
  }

  private List<String> eventIds(String connection) {
    return page(connection).stream().map(RecordedEvent::eventId).toList();
  }

  private List<RecordedEvent> page(String connection) {
    return trail
        .page(new EventSearch(Map.of(Filter.CONNECTION, connection), null, null, null, 1000))
        .events();
  }

  private List<@Nullable Long> versions(String connection) {
    return jdbc.sql("select version from governed where connection = :connection order by version")
        .param("connection", connection)
        .query(Long.class)
        .list();
  }

  private double voided() {
    return Meters.CHANGES_VOID.counter(registry).count();
  }
}
