package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.Faults.slow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.Administrator;
import dev.gamelan.gongcaller.testing.CallerContext;
import dev.gamelan.gongcaller.testing.CallerProcess;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.HeldRows;
import dev.gamelan.gongcaller.testing.Surroundings;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.ConnectionState;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.simulator.access.AccessKey;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A gong-caller is killed in the middle of what it does to connections; the next one goes on. */
@WithBroker
class ConnectionsCrashIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String SILENT = "--gamelan.connections.refresh-every=1h";
  private static final String OFTEN = "--gamelan.connections.refresh-every=100ms";
  private static final String RETIRE_SOON = "--gamelan.connections.retire-after=3s";
  private static final AccessKey OLD = new AccessKey("old-key", "old-secret", Set.of());
  private static final AccessKey NEW = new AccessKey("new-key", "new-secret", Set.of());

  private Surroundings around;
  private TopicProbe topics;
  private JdbcClient database;

  @BeforeEach
  void begin() throws IOException {
    around = new Surroundings();
    around.keys(true, OLD, NEW);
    topics = new TopicProbe(Surroundings.servers());
    database = JdbcClient.create(around.database.getPostgresDatabase());
  }

  @AfterEach
  void end() throws IOException {
    topics.close();
    around.close();
  }

  @Test
  void whatWasCommittedIsPublishedAfterAKillAndNothingOlderComesAfterSomethingNewer()
      throws Exception {
    try (var silent = new CallerProcess(around, SILENT)) {
      var administrator = new Administrator(silent, around);
      administrator.register("torn", "old-key", "old-secret");
      administrator.done("POST", "torn/pause", null);
      administrator.done("POST", "torn/resume", null);
      administrator.done("PATCH", "torn", "{\"title\":\"the last word\"}");
      silent.kill();
    }
    assertThat(topics.statesOf("torn")).isEmpty();
    List<String> committed = List.of("registered", "paused", "resumed", "changed");

    holdTheLastStateOf("torn");
    try (var held = new HeldRows(around, "select pg_advisory_xact_lock(4711)");
        var publishing = new CallerProcess(around, OFTEN)) {
      await().atMost(PATIENCE).until(held::somebodyWaits);
      publishing.kill();
    }

    try (var next = new CallerContext(around, OFTEN)) {
      topics.awaitState("torn", ConnectionState::getVerified);
      assertThat(next.isReady()).isTrue();
      await().atMost(PATIENCE).until(() -> waiting() == 0);
    }
    assertThat(topics.statesOf("torn"))
        .extracting(ConnectionState::getVersion)
        .isSorted()
        .hasSizeGreaterThanOrEqualTo(committed.size());
    assertThat(
            topics.changesOf("torn").stream()
                .map(AuditEvent::getOutcome)
                .distinct()
                .limit(committed.size()))
        .isEqualTo(committed);
    assertThat(topics.statesOf("torn").stream().map(ConnectionState::getVersion).distinct())
        .as("versions of what was committed")
        .hasSizeGreaterThanOrEqualTo(committed.size());
  }

  /** Its record goes to Kafka, and then whoever sent it waits at the outbox. */
  private void holdTheLastStateOf(String name) {
    database
        .sql(
            """
            create function hold() returns trigger language plpgsql as $$ begin
              if old.destination = 'STATE' and not exists (select 1 from connection_outbox
                  where key = old.key and destination = 'STATE' and id > old.id) then
                perform pg_advisory_xact_lock(4711);
              end if;
              return old;
            end $$
            """)
        .update();
    database
        .sql(
            "create trigger hold before delete on connection_outbox for each row when (old.key = '"
                + name
                + "') execute function hold()")
        .update();
  }

  private long waiting() {
    return database.sql("select count(*) from connection_outbox").query(Long.class).single();
  }

  @Test
  void aRotationGoesOnWhereAKillBrokeItOff() throws Exception {
    try (var trying = new CallerProcess(around, OFTEN, RETIRE_SOON)) {
      var administrator = new Administrator(trying, around);
      administrator.register("turned", "old-key", "old-secret");
      topics.awaitState("turned", ConnectionState::getVerified);
      around.gong.faults(1, slow("GET /v2/workspaces", 1, Duration.ofSeconds(30)));
      administrator.load("turned", "new-key", "new-secret");
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  topics.laneStatesOf("turned").stream()
                      .anyMatch(
                          state ->
                              state.getInFlight() == 1
                                  && state.getAt().isAfter(changedAt("turned"))));
      trying.kill();
    }
    assertThat(generations("turned")).containsExactly("CURRENT", "CANDIDATE");
    around.gong.faults(0);

    try (var switching =
        new CallerProcess(around, OFTEN, "--gamelan.connections.retire-after=1h")) {
      ToolCallRequested call = ask("turned");
      assertThat(topics.completionOf(call.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
      await()
          .atMost(PATIENCE)
          .until(() -> generations("turned").equals(List.of("RETIRING", "CURRENT")));
      switching.kill();
    }

    around.keys(true, NEW);
    try (var next = new CallerContext(around, OFTEN, RETIRE_SOON)) {
      ToolCallRequested call = ask("turned");
      assertThat(topics.completionOf(call.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
      await().atMost(PATIENCE).until(() -> generations("turned").equals(List.of("CURRENT")));
      await().atMost(PATIENCE).until(() -> waiting() == 0);
      assertThat(new Administrator(next, around).show("turned").path("verified").asBoolean())
          .isTrue();
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        topics.changesOf("turned").stream().map(AuditEvent::getOutcome).distinct())
                    .containsExactly(
                        "registered",
                        "credentials-loaded",
                        "credentials-switched",
                        "credentials-destroyed"));
  }

  private Instant changedAt(String name) {
    return database
        .sql("select changed_at from connection where name = ?")
        .param(name)
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  private List<String> generations(String name) {
    return database
        .sql("select state from connection_credentials where connection = ? order by generation")
        .param(name)
        .query(String.class)
        .list();
  }

  @Test
  void keysThatWereHalfRewrappedWhenAKillCameStillOpenAndTheRestFollows() throws Exception {
    List<String> names = List.of("k-1", "k-2", "k-3", "k-4");
    try (var before = new CallerContext(around, OFTEN)) {
      names.forEach(
          name -> new Administrator(before, around).register(name, "old-key", "old-secret"));
      names.forEach(name -> topics.awaitState(name, ConnectionState::getVerified));
    }
    String both = "--gamelan.seal.master-keys-file=" + around.masterKeys("second", "first");
    try (var rewrapping = new CallerProcess(around, SILENT, both)) {
      var administrator = new Administrator(rewrapping, around);
      try (var held =
          new HeldRows(around, "select 1 from connection where name = 'k-3' for update")) {
        Thread.startVirtualThread(administrator::rewrap);
        await().atMost(PATIENCE).until(held::somebodyWaits);
        rewrapping.kill();
      }
    }
    assertThat(masterKeys()).containsExactly("second", "second", "first", "first");

    try (var next = new CallerContext(around, OFTEN, both)) {
      assertAnswered(names);
      assertThat(new Administrator(next, around).rewrap().body()).isEqualTo("{\"rewrapped\":2}");
    }
    assertThat(masterKeys()).containsOnly("second");
    String second = "--gamelan.seal.master-keys-file=" + around.masterKeys("second");
    try (var after = new CallerContext(around, OFTEN, second)) {
      assertAnswered(names);
      assertThat(after.isReady()).isTrue();
    }
  }

  private List<String> masterKeys() {
    return database
        .sql("select master_key_id from connection where name like 'k-_' order by name")
        .query(String.class)
        .list();
  }

  private void assertAnswered(List<String> names) {
    for (String name : names) {
      assertThat(topics.completionOf(ask(name).getCallId()).getEnding())
          .as(name)
          .isEqualTo(Ending.ANSWERED);
    }
  }

  private ToolCallRequested ask(String connection) {
    ToolCallRequested call =
        Calls.read("GET", "/v2/users")
            .setConnection(connection)
            .setDeadline(Instant.now().plus(PATIENCE))
            .build();
    topics.request(call);
    return call;
  }
}
