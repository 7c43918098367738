package dev.gamelan.gongcaller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.Administrator;
import dev.gamelan.gongcaller.testing.CallerContext;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.Surroundings;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.ConnectionState;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.simulator.access.AccessKey;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is kept of connections outlives a gong-caller, and is the same to several of them. */
@WithBroker
class ConnectionsRestartIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String OFTEN = "--gamelan.connections.refresh-every=100ms";
  private static final AccessKey ONE = new AccessKey("key-one", "secret-one", Set.of());
  private static final AccessKey TWO = new AccessKey("key-two", "secret-two", Set.of());

  private Surroundings around;
  private TopicProbe topics;
  private JdbcClient database;

  @BeforeEach
  void begin() throws IOException {
    around = new Surroundings();
    around.keys(true, ONE, TWO);
    topics = new TopicProbe(Surroundings.servers());
    database = JdbcClient.create(around.database.getPostgresDatabase());
  }

  @AfterEach
  void end() throws IOException {
    topics.close();
    around.close();
  }

  @Test
  void whatACrashLeftUnpublishedTheNextPublishesOnce() throws IOException {
    try (var silent = new CallerContext(around, "--gamelan.connections.refresh-every=1h")) {
      new Administrator(silent, around).register("left", "key-one", "secret-one");
    }
    assertThat(topics.changesOf("left")).isEmpty();
    try (var next = new CallerContext(around, OFTEN)) {
      topics.awaitState("left", ConnectionState::getVerified);
      assertThat(next.isReady()).isTrue();
      assertThat(topics.changesOf("left"))
          .extracting(AuditEvent::getOutcome)
          .containsExactly("registered");
      assertThat(database.sql("select count(*) from connection_outbox").query(Long.class).single())
          .isZero();
    }
  }

  @Test
  void whatIsPublishedAgainIsTheSameEvent() throws IOException {
    try (var caller = new CallerContext(around, OFTEN)) {
      topics.awaitState("default", state -> true);
      database
          .sql(
              "create function refuse() returns trigger language plpgsql as"
                  + " $$ begin raise exception 'as in a crash'; end $$")
          .update();
      database
          .sql(
              "create trigger refuse before delete on connection_outbox"
                  + " for each row when (old.destination = 'AUDIT' and old.key = 'twice')"
                  + " execute function refuse()")
          .update();
      new Administrator(caller, around).register("twice", "key-one", "secret-one");
      await().atMost(PATIENCE).until(() -> topics.changesOf("twice").size() > 2);
      database.sql("drop trigger refuse on connection_outbox").update();
      topics.awaitState("twice", ConnectionState::getVerified);
      assertThat(topics.changesOf("twice"))
          .extracting(AuditEvent::getEventId)
          .containsOnly(topics.changesOf("twice").getFirst().getEventId());
    }
  }

  @Test
  void whatOneInstanceIsToldTheOtherKnows() throws IOException {
    try (var one = new CallerContext(around, "--gamelan.lane.instance=one", OFTEN);
        var two = new CallerContext(around, "--gamelan.lane.instance=two", OFTEN)) {
      assertThat(two).isNotNull();
      var administrator = new Administrator(one, around);
      String elsewhere = heldByTwo(administrator);
      administrator.done("POST", elsewhere + "/pause", null);
      await().atMost(PATIENCE).until(() -> ended(elsewhere).getEnding() == Ending.FAILED_AT_GONG);

      administrator.done("POST", elsewhere + "/resume", null);
      administrator.load(elsewhere, "key-two", "secret-two");
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                ToolCallRequested call = call(elsewhere);
                topics.completionOf(call.getCallId());
                return around.gong.arrivals(0).stream()
                    .filter(arrival -> arrival.target().contains(call.getCallId()))
                    .anyMatch(arrival -> "key-two".equals(arrival.key()));
              });
    }
  }

  /** A connection whose lane the second instance has. */
  private String heldByTwo(Administrator administrator) {
    for (int i = 0; i < 24; i++) {
      String name = "shared-" + i;
      administrator.register(name, "key-one", "secret-one");
      topics.awaitState(name, ConnectionState::getVerified);
      if (topics.spentOf(name).stream().anyMatch(spent -> spent.getHolder().startsWith("two-"))) {
        return name;
      }
    }
    throw new AssertionError("The second instance has no lane");
  }

  @Test
  void aMasterKeyIsChangedByWrappingAnew() throws IOException {
    try (var before = new CallerContext(around, OFTEN)) {
      new Administrator(before, around).register("wrapped", "key-one", "secret-one");
      topics.awaitState("wrapped", ConnectionState::getVerified);
    }
    try (var both = new CallerContext(around, masterKeys("second", "first"))) {
      assertThat(ended("wrapped").getEnding()).isEqualTo(Ending.ANSWERED);
      assertThat(both.ask("owner", "POST", "/v1/sealing/rewrap", null).body())
          .isEqualTo("{\"rewrapped\":1}");
      assertThat(both.ask("owner", "POST", "/v1/sealing/rewrap", null).body())
          .isEqualTo("{\"rewrapped\":0}");
    }
    try (var after = new CallerContext(around, masterKeys("second"))) {
      assertThat(ended("wrapped").getEnding()).isEqualTo(Ending.ANSWERED);
      assertThat(after.isReady()).isTrue();
    }
  }

  @Test
  void withoutItsMasterKeyItDoesNotStartAndSaysWhich() throws IOException {
    try (var before = new CallerContext(around, OFTEN)) {
      new Administrator(before, around).register("locked", "key-one", "secret-one");
    }
    String foreign = masterKeys("other");
    assertThatThrownBy(() -> new CallerContext(around, foreign).close())
        .rootCause()
        .hasMessageContaining("The master key first")
        .hasMessageContaining("is missing");
  }

  @Test
  void credentialsMovedToAnotherConnectionAreNotUsedThere() throws IOException {
    try (var caller = new CallerContext(around, OFTEN)) {
      var administrator = new Administrator(caller, around);
      administrator.register("victim", "key-one", "secret-one");
      administrator.register("thief", "key-two", "secret-two");
      topics.awaitState("victim", ConnectionState::getVerified);
      topics.awaitState("thief", ConnectionState::getVerified);
      database
          .sql(
              "update connection_secret mine set sealed = theirs.sealed"
                  + " from connection_secret theirs where mine.connection = 'thief'"
                  + " and theirs.connection = 'victim' and mine.field = theirs.field")
          .update();
      database
          .sql(
              "update connection mine set data_key = theirs.data_key, version = mine.version + 1000"
                  + " from connection theirs where mine.name = 'thief' and theirs.name = 'victim'")
          .update();
      await().atMost(PATIENCE).until(() -> ended("thief").getEnding() == Ending.FAILED_AT_GONG);
      assertThat(ended("thief").getDetail()).contains("cannot be used");
      assertThat(ended("victim").getEnding()).isEqualTo(Ending.ANSWERED);
    }
  }

  private String masterKeys(String... ids) throws IOException {
    return "--gamelan.seal.master-keys-file=" + around.masterKeys(ids);
  }

  private ToolCallRequested call(String connection) {
    ToolCallRequested call =
        Calls.read("GET", "/v2/users")
            .setConnection(connection)
            .setDeadline(Instant.now().plus(PATIENCE))
            .build();
    topics.request(call);
    return call;
  }

  private ToolCallCompleted ended(String connection) {
    return topics.completionOf(call(connection).getCallId());
  }
}
