package dev.gamelan.toolrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class RefusalsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private static final CompletableFuture<Void> AWAY =
      CompletableFuture.failedFuture(new IllegalStateException("away"));
  private final List<String> trail = new CopyOnWriteArrayList<>();

  private static AuditProperties properties(int waiting, Duration patience) {
    return new AuditProperties(waiting, Duration.ofMillis(1), patience, Duration.ofMillis(100));
  }

  private static AuditEvent event(String callId) {
    return AuditEvent.newBuilder()
        .setEventId(callId + "/refused")
        .setKind(AuditKind.CALL_REFUSED)
        .setAt(Instant.EPOCH)
        .setService("tool-router")
        .setConnection("default")
        .setCallId(callId)
        .setCaller("reader")
        .setTool("t")
        .setOutcome("unknown-tool")
        .build();
  }

  private double lost() {
    return meters.get("gamelan.audit.lost").counter().count();
  }

  @Test
  void theAnswerWaitsForTheEntry() throws InterruptedException {
    var written = new CompletableFuture<Void>();
    var refusals = new Refusals(event -> written, properties(10, Duration.ofMinutes(1)), meters);

    var answer = refusals.record(event("a"), Observation.NOOP).toFuture();
    assertThat(answer).isNotDone();
    written.complete(null);

    assertThat(answer).succeedsWithin(Duration.ofSeconds(10));
    refusals.destroy();
    assertThat(lost()).isZero();
  }

  @Test
  void theAnswerIsNotHeldBackByABrokerThatCannotBeFound() throws InterruptedException {
    var found = new CompletableFuture<Void>();
    var refusals =
        new Refusals(
            event -> {
              found.join();
              return written(event);
            },
            properties(10, Duration.ZERO),
            meters);

    StepVerifier.create(refusals.record(event("a"), Observation.NOOP)).verifyComplete();
    assertThat(trail).isEmpty();
    found.complete(null);

    await().atMost(Duration.ofSeconds(10)).until(() -> trail.contains("a/refused"));
    refusals.destroy();
  }

  @Test
  void anEntryWaitsForABrokerThatIsAwayAndIsWrittenOnce() throws InterruptedException {
    CountDownLatch tried = new CountDownLatch(5);
    var refusals =
        new Refusals(
            event -> {
              tried.countDown();
              return tried.getCount() > 0 ? AWAY : written(event);
            },
            properties(10, Duration.ZERO),
            meters);

    StepVerifier.create(refusals.record(event("a"), Observation.NOOP)).verifyComplete();
    StepVerifier.create(refusals.record(event("b"), Observation.NOOP)).verifyComplete();

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(trail).contains("a/refused", "b/refused"));
    refusals.destroy();
    assertThat(trail).containsExactlyInAnyOrder("a/refused", "b/refused");
    assertThat(lost()).isZero();
  }

  @Test
  void whatIsLostIsCounted() throws InterruptedException {
    var refusals = new Refusals(event -> AWAY, properties(2, Duration.ZERO), meters);

    StepVerifier.create(refusals.record(event("tried"), Observation.NOOP)).verifyComplete();
    StepVerifier.create(refusals.record(event("waits"), Observation.NOOP)).verifyComplete();
    StepVerifier.create(refusals.record(event("too-many"), Observation.NOOP)).verifyComplete();
    assertThat(lost()).isEqualTo(1);

    refusals.destroy();

    assertThat(lost()).isEqualTo(3);
    StepVerifier.create(refusals.record(event("too-late"), Observation.NOOP)).verifyComplete();
    assertThat(lost()).isEqualTo(4);
    assertThat(trail).isEmpty();
  }

  @Test
  void manyAreUnderWayTogether() throws InterruptedException {
    List<CompletableFuture<Void>> underWay = new CopyOnWriteArrayList<>();
    var refusals =
        new Refusals(
            event -> {
              var writing = new CompletableFuture<Void>();
              underWay.add(writing);
              return writing;
            },
            properties(20, Duration.ofMinutes(1)),
            meters);
    for (int number = 0; number < 10; number++) {
      refusals.record(event("call-" + number), Observation.NOOP).subscribe();
    }

    await().atMost(Duration.ofSeconds(10)).until(() -> underWay.size() == 10);
    underWay.forEach(writing -> writing.complete(null));
    refusals.destroy();
    assertThat(lost()).isZero();
  }

  private CompletableFuture<Void> written(AuditEvent event) {
    trail.add(event.getEventId());
    return CompletableFuture.completedFuture(null);
  }
}
