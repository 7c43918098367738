package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.Faults.slow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.Administrator;
import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.WithCaller;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.ConnectionState;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.simulator.access.AccessKey;
import dev.gamelan.simulator.arrivals.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Credentials are exchanged under load, and no call fails of it. */
@WithCaller({
  "--gamelan.connections.refresh-every=100ms",
  "--gamelan.connections.try-every=500ms",
  "--gamelan.connections.retire-after=3s"
})
class RotationIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final AccessKey OLD = new AccessKey("old-key", "old-secret", Set.of());
  private static final AccessKey NEW = new AccessKey("new-key", "new-secret", Set.of());

  private final CallerAtWork caller;
  private final Administrator administrator;

  RotationIT(CallerAtWork caller) {
    this.caller = caller;
    this.administrator = new Administrator(caller.context(), caller.around);
  }

  @Test
  void whereGongKeepsBothThePairIsSwitchedToOnceItWorksAndNoCallFails() {
    caller.around.keys(true, OLD, NEW);
    registered("both");
    try (var load = new Load("both")) {
      load.awaitAnswered(10);
      caller.around.gong.faults(1, slow("GET /v2/users", 2, Duration.ofSeconds(1)));
      administrator.load("both", "new-key", "new-secret");
      await().atMost(PATIENCE).until(() -> load.askedWith("new-key") > 10);
      caller.around.keys(true, NEW);
      load.awaitAnswered(load.answered() + 10);
      load.end();
      assertThat(load.failed()).isEmpty();
      assertThat(load.askedWith("old-key")).isGreaterThan(5);
    }
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                caller.topics.changesOf("both").stream()
                    .map(AuditEvent::getOutcome)
                    .toList()
                    .equals(
                        List.of(
                            "registered",
                            "credentials-loaded",
                            "credentials-switched",
                            "credentials-destroyed")));
    assertThat(administrator.show("both").path("verified").asBoolean()).isTrue();
    assertThat(administrator.show("both").path("rotation").isNull()).isTrue();
  }

  @Test
  void whereGongForcesToRevokeFirstCallsWaitForTheNewPairAndNoCallFails() {
    caller.around.keys(true, OLD);
    registered("revoked");
    try (var load = new Load("revoked")) {
      load.awaitAnswered(10);
      administrator.done("POST", "revoked/rotation", "{\"lasts\":\"PT2M\"}");
      caller.around.keys(true);
      await().atMost(PATIENCE).until(() -> refusedArrivals() > 0);
      long before = load.requested();
      await().atMost(PATIENCE).until(() -> load.requested() > before + 10);
      caller.around.keys(true, NEW);
      administrator.load("revoked", "new-key", "new-secret");
      load.awaitAnswered(load.requested());
      load.end();
      assertThat(load.failed()).isEmpty();
      assertThat(load.askedWith("new-key")).isGreaterThan(10);
      // Those that were under way, and trials; not every call that waited.
      assertThat(refusedArrivals()).isLessThan(20);
    }
  }

  @Test
  void aPairThatGongRefusesIsNotSwitchedToAndNoCallFails() {
    caller.around.keys(true, OLD);
    registered("kept");
    try (var load = new Load("kept")) {
      load.awaitAnswered(5);
      administrator.load("kept", "new-key", "mistyped");
      await()
          .atMost(PATIENCE)
          .until(
              () -> administrator.show("kept").at("/rotation/step").asString().equals("refused"));
      load.awaitAnswered(load.requested() + 5);
      load.end();
      assertThat(load.failed()).isEmpty();
    }
    assertThat(administrator.show("kept").path("verified").asBoolean()).isTrue();
    administrator.done("DELETE", "kept/rotation", null);
    assertThat(administrator.show("kept").path("rotation").isNull()).isTrue();
  }

  @Test
  void theSameCredentialsAgainChangeNothing() {
    caller.around.keys(true, OLD);
    registered("again");
    long version = caller.topics.statesOf("again").getLast().getVersion();
    administrator.load("again", "old-key", "old-secret");
    assertThat(administrator.show("again").path("rotation").isNull()).isTrue();
    ToolCallRequested call = Calls.read("GET", "/v2/users").setConnection("again").build();
    caller.topics.request(call);
    caller.topics.completionOf(call.getCallId());
    assertThat(caller.topics.statesOf("again").getLast().getVersion()).isEqualTo(version);
  }

  private void registered(String name) {
    administrator.register(name, "old-key", "old-secret");
    caller.topics.awaitState(name, ConnectionState::getVerified);
  }

  private long refusedArrivals() {
    return caller.around.gong.arrivals(0).stream()
        .filter(arrival -> arrival.status() == 401)
        .count();
  }

  /** Steady calls, one every few milliseconds, until it is ended. */
  private final class Load implements AutoCloseable {
    private final Queue<ToolCallRequested> calls = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean over;

    Load(String connection) {
      thread =
          Thread.startVirtualThread(
              () -> {
                while (!over) {
                  ToolCallRequested next =
                      (calls.size() % 5 == 4 ? Calls.write() : Calls.read("GET", "/v2/users"))
                          .setConnection(connection)
                          .build();
                  caller.topics.request(next);
                  calls.add(next);
                  LockSupport.parkNanos(30_000_000);
                }
              });
    }

    long requested() {
      return calls.size();
    }

    long answered() {
      return calls.stream()
          .filter(call -> !caller.topics.completionsOf(call.getCallId()).isEmpty())
          .count();
    }

    void awaitAnswered(long count) {
      await().atMost(PATIENCE).until(() -> answered() >= count);
    }

    void end() {
      over = true;
      try {
        thread.join();
      } catch (InterruptedException hurried) {
        Thread.currentThread().interrupt();
      }
    }

    /** A write of these changes nothing, because Gong knows no such call: it answers 400. */
    List<ToolCallCompleted> failed() {
      return calls.stream()
          .map(call -> caller.topics.completionOf(call.getCallId()))
          .filter(
              call ->
                  !(call.getEnding() == Ending.ANSWERED
                      || Objects.equals(call.getHttpStatus(), 400)))
          .toList();
    }

    long askedWith(String key) {
      Set<String> own =
          calls.stream().map(ToolCallRequested::getCallId).collect(Collectors.toSet());
      return caller.around.gong.arrivals(0).stream()
          .filter(arrival -> Objects.equals(arrival.key(), key))
          .filter(arrival -> own.contains(callId(arrival)))
          .count();
    }

    private String callId(Arrival arrival) {
      return arrival.target().replaceAll(".*probe=", "");
    }

    @Override
    public void close() {
      end();
    }
  }
}
