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
    var mayBeWritten = new CompletableFuture<Void>();
    var refusals =
        new Refusals(
            event -> {
              mayBeWritten.join();
              trail.add(event.getEventId());
            },
            properties(10, Duration.ofMinutes(1)),
            meters);

    var answer = refusals.record(event("a"), Observation.NOOP).toFuture();
    assertThat(answer).isNotDone();
    mayBeWritten.complete(null);

    assertThat(answer).succeedsWithin(Duration.ofSeconds(10));
    assertThat(trail).containsExactly("a/refused");
    refusals.destroy();
  }

  @Test
  void anEntryWaitsForABrokerThatIsAwayAndIsWrittenOnce() throws InterruptedException {
    CountDownLatch tried = new CountDownLatch(3);
    var refusals =
        new Refusals(
            event -> {
              tried.countDown();
              if (tried.getCount() > 0) {
                throw new IllegalStateException("away");
              }
              trail.add(event.getEventId());
            },
            properties(10, Duration.ZERO),
            meters);

    StepVerifier.create(refusals.record(event("a"), Observation.NOOP)).verifyComplete();
    StepVerifier.create(refusals.record(event("b"), Observation.NOOP)).verifyComplete();

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(trail).containsExactly("a/refused", "b/refused"));
    assertThat(lost()).isZero();
    refusals.destroy();
  }

  @Test
  void whatIsLostIsCounted() throws InterruptedException {
    CountDownLatch tried = new CountDownLatch(1);
    var refusals =
        new Refusals(
            event -> {
              tried.countDown();
              throw new IllegalStateException("away");
            },
            properties(1, Duration.ZERO),
            meters);

    StepVerifier.create(refusals.record(event("tried"), Observation.NOOP)).verifyComplete();
    tried.await();
    StepVerifier.create(refusals.record(event("waits"), Observation.NOOP)).verifyComplete();
    StepVerifier.create(refusals.record(event("too-many"), Observation.NOOP)).verifyComplete();
    assertThat(lost()).isEqualTo(1);

    refusals.destroy();

    assertThat(lost()).isEqualTo(3);
    assertThat(trail).isEmpty();
  }

  @Test
  void whatWaitsTogetherIsWrittenTogether() throws InterruptedException {
    var first = new CompletableFuture<Void>();
    var all = new CountDownLatch(10);
    var refusals =
        new Refusals(
            event -> {
              if (event.getCallId().equals("first")) {
                first.join();
                return;
              }
              all.countDown();
              try {
                // Nobody goes on before all of them are under way.
                if (all.await(10, java.util.concurrent.TimeUnit.SECONDS)) {
                  trail.add(event.getEventId());
                }
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            },
            properties(20, Duration.ofMinutes(1)),
            meters);
    refusals.record(event("first"), Observation.NOOP).subscribe();
    for (int number = 0; number < 10; number++) {
      refusals.record(event("call-" + number), Observation.NOOP).subscribe();
    }
    first.complete(null);

    await().atMost(Duration.ofSeconds(10)).until(() -> trail.size() == 10);
    refusals.destroy();
  }
}
