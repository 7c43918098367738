package dev.gamelan.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gamelan.audit.Meters;
import dev.gamelan.schemas.AnswerSource;
import dev.gamelan.schemas.AuditKind;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@AuditIntegration
class TrailIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Autowired private FollowedTopic auditTopic;
  @Autowired private Trail trail;
  @Autowired private JdbcClient jdbc;
  @Autowired private Database database;
  @Autowired private MeterRegistry registry;

  @Test
  void keepsEveryFieldOfAnEvent() {
    var event =
        Events.ended("fields", "fields-1")
            .setReason("because")
            .setDisplayName("Rea D. Er")
            .setClientId("inspector-1")
            .setGovernanceVersion(17L)
            .setPolicies(List.of("no-cards MUTATED", "hours ALLOWED"))
            .setSubject("connection fields")
            .setBefore("{\"tags\":[]}")
            .setAfter("{\"tags\":[\"emea\"]}")
            .setSource(AnswerSource.BATCH)
            .setAgeMillis(5L)
            .setSharedWith(3)
            .setUpstreamRequestId("permit-1")
            .build();
    auditTopic.publish(event);
    awaitCalls("fields", List.of("fields-1"));

    var kept = page("fields").getFirst();
    assertThat(kept)
        .usingRecursiveComparison()
        .ignoringFields("recordedAt")
        .isEqualTo(
            new RecordedEvent(
                "fields-1/ended",
                "CALL_ENDED",
                Events.NOON,
                Events.NOON,
                "gong-caller",
                "fields",
                "fields-1",
                "reader",
                "an inspector",
                "gong_get_call",
                "GET /v2/calls/{id}",
                "READ",
                "answered",
                "because",
                "ab".repeat(32),
                Map.of("id", "42"),
                200,
                "gong-1",
                1,
                321L,
                "0af7651916cd43dd8448eb211c80319c",
                "Rea D. Er",
                "inspector-1",
                17L,
                List.of("no-cards MUTATED", "hours ALLOWED"),
                "connection fields",
                "{\"tags\":[]}",
                "{\"tags\":[\"emea\"]}",
                "batch",
                5L,
                3,
                "permit-1"));
    assertThat(kept.recordedAt()).isAfter(Events.NOON);
  }

  @Test
  void keepsAnEventOnceHoweverOftenItIsPublished() {
    var first = Events.ended("twice", "twice-1").build();
    var again = Events.ended("twice", "twice-1").setAt(Events.NOON.plusSeconds(60)).build();
    auditTopic.publish(first);
    auditTopic.publish(again);
    auditTopic.publish(Events.ended("twice", "twice-2").setAt(Events.NOON.minusSeconds(1)).build());

    awaitCalls("twice", List.of("twice-1", "twice-2"));
    assertThat(page("twice").getFirst().at()).isEqualTo(first.getAt());
  }

  @Test
  void keepsAnEventOnceWhenItsOffsetWasNeverCommitted() {
    var calls = IntStream.range(0, 700).mapToObj("uncommitted-%03d"::formatted).toList();
    calls.forEach(call -> auditTopic.publish(Events.ended("uncommitted", call).build()));
    awaitCalls("uncommitted", calls.reversed());
    double repeatedBefore = repeated();

    auditTopic.stopReading();
    auditTopic.forgetWhatWasRead();
    auditTopic.startReading();

    await().atMost(PATIENCE).until(() -> repeated() >= repeatedBefore + calls.size());
    awaitCalls("uncommitted", calls.reversed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update event set outcome = 'forged'",
        "delete from event",
        "truncate event",
        "alter table event disable trigger only_grows",
        "alter table event disable trigger all",
        "alter table event rename to gone",
        "alter table event owner to audit",
        "drop table event",
        "drop trigger only_grows on event",
        "drop function refuse_change cascade",
        "create or replace function refuse_change() returns trigger language plpgsql as 'begin return null; end'",
        "create rule forged as on insert to event do instead nothing",
        "create table event_of_mine (outcome text)",
        "delete from governed",
        "update governed set version = 1",
        "truncate governed",
        "delete from governance_seen",
        "drop trigger only_grows on governed",
        "set session_replication_role = replica",
        "set role audit_owner"
      })
  void theRoleThatRunsMayOnlyAddAndRead(String change) {
    trail.append(Events.ended("unchanged", "unchanged-1").build());

    assertThatThrownBy(() -> jdbc.sql(change).update())
        .rootCause()
        .isInstanceOfSatisfying(
            SQLException.class, refusal -> assertThat(refusal.getSQLState()).isEqualTo("42501"))
        .message()
        .containsAnyOf("permission denied", "must be owner");
    trail.append(Events.ended("unchanged", "unchanged-2").build());
    assertThat(page("unchanged"))
        .extracting(RecordedEvent::outcome)
        .containsExactly("answered", "answered");
  }

  @ParameterizedTest
  @CsvSource({
    "audit_owner, update event set outcome = 'forged'",
    "audit_owner, delete from event",
    "audit_owner, truncate event",
    "audit_owner, truncate governed",
    "audit_owner, delete from governance_seen",
    "postgres, set session_replication_role = replica; delete from event"
  })
  void evenTheOwnerIsRefusedByTheTable(String role, String change) {
    trail.append(Events.ended("unforged", "unforged-1").build());

    assertThatThrownBy(() -> database.as(role).sql(change).update())
        .rootCause()
        .hasMessageContaining("The audit trail only grows");
    assertThat(page("unforged")).extracting(RecordedEvent::outcome).containsExactly("answered");
  }

  @Test
  void sendsWhatItCannotKeepToTheDeadLettersAndGoesOn() {
    auditTopic.stopReading();
    auditTopic.publish(Events.ended("unusable", "good-1").build());
    auditTopic.publish("unusable", "no Avro at all".getBytes(StandardCharsets.UTF_8));
    auditTopic.publish(Events.ended("unusable", "good-2").build());
    auditTopic.publish(Events.ended("unusable", "bad-kind").setKind(AuditKind.UNKNOWN).build());
    auditTopic.publish(Events.ended("unusable", "bad-id").setEventId("").build());
    auditTopic.publish(Events.ended("unusable", "good-3").build());
    auditTopic.publish("unusable", null);
    auditTopic.publish(Events.ended("unusable", "good-4").build());
    auditTopic.startReading();

    awaitCalls("unusable", List.of("good-4", "good-3", "good-2", "good-1"));
    var letters = auditTopic.deadLetters("unusable", 4);
    assertThat(letters).hasSize(4).containsKeys("no Avro at all", "nothing");
    assertThat(letters.get("nothing")).isEqualTo("It is empty");
    assertThat(letters.values())
        .anyMatch(reason -> reason.contains("its kind is not known here"))
        .anyMatch(reason -> reason.contains("its eventId is empty"));
  }

  @Test
  void keepsCharactersThatTheDatabaseCannotHold() {
    auditTopic.publish(
        Events.ended("nul", "nul-1")
            .setTool("gong\0tool")
            .setArguments(Map.of("i\0d", "4\0002"))
            .build());
    awaitCalls("nul", List.of("nul-1"));
    assertThat(page("nul").getFirst().tool()).isEqualTo("gong\uFFFDtool");
    assertThat(page("nul").getFirst().arguments()).isEqualTo(Map.of("i\uFFFDd", "4\uFFFD2"));
  }

  @Test
  void describesWhatIsTooLongToBeKept() {
    String document = "{\"people\":\"%s\"}".formatted("x".repeat(Snapshot.LONGEST));
    trail.append(
        Events.ended("long", "long-1").setBefore(document).setAfter("{\"people\":[]}").build());

    var kept = page("long").getFirst();
    assertThat(kept.after()).isEqualTo("{\"people\":[]}");
    assertThat(JsonMapper.shared().readTree(kept.before()))
        .isEqualTo(
            JsonMapper.shared()
                .createObjectNode()
                .put("longerThanKept", true)
                .put("characters", document.length())
                .put("sha256", Digest.of(document))
                .put("beginning", document.substring(0, 1000)));
  }

  @Test
  void keepsWhatConcernsNoCall() {
    auditTopic.publish(
        Events.ended("uncalled", "")
            .setEventId("connection/uncalled/1")
            .setKind(AuditKind.CONNECTION_CHANGED)
            .setTool("")
            .setSubject("connection uncalled")
            .setOutcome("registered")
            .build());
    awaitCalls("uncalled", List.of(""));
    assertThat(page("uncalled").getFirst().subject()).isEqualTo("connection uncalled");
  }

  @Test
  void measuresTheAgeOfWhatItKeeps() {
    long before = Meters.EVENT_AGE.timer(registry).count();
    double storedBefore = Meters.EVENTS_STORED.counter(registry).count();
    trail.append(Events.ended("measured", "measured-1").build());
    trail.append(Events.ended("measured", "measured-1").build());
    assertThat(Meters.EVENT_AGE.timer(registry).count()).isEqualTo(before + 1);
    assertThat(Meters.EVENTS_STORED.counter(registry).count()).isEqualTo(storedBefore + 1);
  }

  private double repeated() {
    return Meters.EVENTS_REPEATED.counter(registry).count();
  }

  private void awaitCalls(String connection, List<String> calls) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(page(connection))
                    .extracting(RecordedEvent::callId)
                    .containsExactlyElementsOf(calls));
  }

  private List<RecordedEvent> page(String connection) {
    return trail
        .page(new EventSearch(Map.of(Filter.CONNECTION, connection), null, null, null, 1000))
        .events();
  }
}
