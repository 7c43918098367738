package dev.gamelan.toolrouter.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.ToolCallCancelled;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import dev.gamelan.toolrouter.testing.MovableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Every way in which a wait can end, and that nothing is left behind by any of them. */
class DispatcherTest {
  private static final DispatchProperties PROPERTIES =
      new DispatchProperties(
          3,
          2,
          Duration.ofSeconds(2),
          Duration.ofMinutes(10),
          DataSize.ofMegabytes(1),
          Duration.ofMinutes(30),
          2,
          Duration.ofSeconds(1));

  private final MovableClock clock = new MovableClock();
  private final PendingCalls pending =
      new PendingCalls(PROPERTIES, new SimpleMeterRegistry(), clock);
  private final RecentCompletions recent =
      new RecentCompletions(PROPERTIES, new SimpleMeterRegistry(), clock);
  private final LaterEndings later = new LaterEndings(PROPERTIES, clock);
  private final Map<Long, byte[]> topic = new HashMap<>();
  private final CompletedCalls completions =
      new CompletedCalls(
          pending, recent, later, place -> topic.get(place.offset()), new RecordDeserializer());
  private final List<Object> sent = new ArrayList<>();
  private boolean stopped;
  private final Queue<Runnable> blocked = new ArrayDeque<>();

  @AfterEach
  void nobodyIsWaitedForAnyMore() {
    assertThat(pending.size()).isZero();
    VirtualTimeScheduler.reset();
  }

  private Dispatcher dispatcher(
      Consumer<AuditEvent> trail, Consumer<ToolCallRequested> requested, Executor executor) {
    return new Dispatcher(
        pending,
        trail,
        requested,
        sent::add,
        connection -> stopped,
        executor,
        PROPERTIES.grace(),
        clock);
  }

  private Dispatcher dispatcher() {
    return dispatcher(sent::add, sent::add, Runnable::run);
  }

  private ToolCallRequested command(String callId) {
    return ToolCallRequested.newBuilder()
        .setCallId(callId)
        .setConnection("default")
        .setCaller("reader")
        .setTool("gong_list_users")
        .setOperation("GET /v2/users")
        .setEffect(Effect.READ)
        .setCallClass(CallClass.INTERACTIVE)
        .setRequest(
            GongRequest.newBuilder()
                .setMethod("GET")
                .setPath("/v2/users")
                .setQuery(List.of())
                .build())
        .setRequestedAt(clock.instant())
        .setDeadline(clock.instant().plusSeconds(60))
        .build();
  }

  private AuditEvent admitted(String callId) {
    return AuditEvent.newBuilder()
        .setEventId(callId + "/admitted")
        .setKind(AuditKind.CALL_ADMITTED)
        .setAt(clock.instant())
        .setService("tool-router")
        .setConnection("default")
        .setCallId(callId)
        .setCaller("reader")
        .setTool("gong_list_users")
        .setOutcome("admitted")
        .build();
  }

  private void arrives(String callId) {
    ToolCallCompleted completed =
        ToolCallCompleted.newBuilder()
            .setCallId(callId)
            .setConnection("default")
            .setCaller("reader")
            .setTool("gong_list_users")
            .setOperation("GET /v2/users")
            .setEnding(Ending.EXPIRED)
            .setRequestedAt(clock.instant())
            .setCompletedAt(clock.instant())
            .build();
    byte[] bytes = new RecordSerializer().serialize(Topics.TOOL_CALL_COMPLETED.name(), completed);
    byte[] record = Objects.requireNonNull(bytes);
    topic.put((long) topic.size(), record);
    completions.arrived(
        callId, record, new LaterEndings.Place(0, topic.size() - 1L, Instant.now(clock)));
  }

  private reactor.core.publisher.Mono<Dispatched> dispatch(Dispatcher dispatcher, String callId) {
    return dispatcher.dispatch(command(callId), admitted(callId), Observation.NOOP, () -> {});
  }

  @Test
  void theTrailHasTheCallBeforeTheTopicHas() {
    StepVerifier.create(dispatch(dispatcher(), "a"))
        .then(() -> assertThat(sent).containsExactly(admitted("a"), command("a")))
        .then(() -> arrives("a"))
        .assertNext(ended -> assertThat(ended).isInstanceOf(Dispatched.Completed.class))
        .verifyComplete();
  }

  @Test
  void anAnswerThatOvertakesItsAcknowledgementIsTaken() {
    StepVerifier.create(dispatch(dispatcher(sent::add, sent::add, blocked::add), "a"))
        .then(() -> assertThat(pending.size()).isEqualTo(1))
        .then(() -> arrives("a"))
        .then(() -> blocked.remove().run())
        .assertNext(ended -> assertThat(ended).isInstanceOf(Dispatched.Completed.class))
        .verifyComplete();
  }

  @Test
  void aTrailThatDoesNotTakeTheCallKeepsItFromTheTopic() {
    Consumer<AuditEvent> away =
        event -> {
          throw new IllegalStateException("away");
        };

    StepVerifier.create(dispatch(dispatcher(away, sent::add, Runnable::run), "a"))
        .expectNext(new Dispatched.NotPublished(false))
        .verifyComplete();
    assertThat(sent).isEmpty();
  }

  @Test
  void whatAKillSwitchStopsIsNeitherOnTheTrailNorOnTheTopic() {
    stopped = true;

    StepVerifier.create(dispatch(dispatcher(), "a"))
        .expectNext(new Dispatched.Stopped(false))
        .verifyComplete();
    assertThat(sent).isEmpty();
  }

  @Test
  void theKillSwitchOfAConnectionLetsItsWaitingCallsGoAndTheirEndingIsWaitedFor() {
    StepVerifier.create(dispatch(dispatcher(), "a"))
        .then(() -> pending.stop("other", false))
        .then(() -> assertThat(sent).hasSize(2))
        .then(() -> pending.stop("default", false))
        .then(() -> assertThat(sent).last().isInstanceOf(ToolCallCancelled.class))
        .then(() -> arrives("a"))
        .assertNext(ended -> assertThat(ended).isInstanceOf(Dispatched.Completed.class))
        .verifyComplete();
  }

  @Test
  void theKillSwitchOfTheInstallationFailsAllThatIsUnderWay() {
    StepVerifier.create(dispatch(dispatcher(), "a"))
        .then(() -> pending.stop("", true))
        .expectNext(new Dispatched.Stopped(true))
        .verifyComplete();
    assertThat(sent).last().isInstanceOf(ToolCallCancelled.class);
  }

  @Test
  void aCancellationDoesNotOvertakeTheCommandItIsFor() {
    StepVerifier.create(dispatch(dispatcher(sent::add, sent::add, blocked::add), "a"))
        .then(() -> pending.stop("default", false))
        .then(() -> assertThat(sent).isEmpty())
        .then(
            () -> {
              while (!blocked.isEmpty()) {
                blocked.remove().run();
              }
            })
        .then(
            () ->
                assertThat(sent)
                    .extracting(Object::getClass)
                    .containsExactly(
                        AuditEvent.class, ToolCallRequested.class, ToolCallCancelled.class))
        .then(() -> arrives("a"))
        .expectNextCount(1)
        .verifyComplete();
  }

  @Test
  void aCommandWithoutAcknowledgementIsTakenBack() {
    Consumer<ToolCallRequested> away =
        command -> {
          throw new IllegalStateException("away");
        };

    StepVerifier.create(dispatch(dispatcher(sent::add, away, Runnable::run), "a"))
        .expectNext(new Dispatched.NotPublished(true))
        .verifyComplete();
    assertThat(sent).last().isInstanceOf(ToolCallCancelled.class);
  }

  @Test
  void patienceEndsAtTheDeadlineAndItsGrace() {
    StepVerifier.withVirtualTime(() -> dispatch(dispatcher(), "a"))
        .expectSubscription()
        .expectNoEvent(Duration.ofSeconds(61))
        .thenAwait(Duration.ofSeconds(1))
        .expectNext(new Dispatched.NoAnswerYet())
        .verifyComplete();
  }

  @Test
  void aLateAnswerIsKeptForWhoeverAsks() {
    StepVerifier.withVirtualTime(() -> dispatch(dispatcher(), "a"))
        .thenAwait(Duration.ofSeconds(62))
        .expectNext(new Dispatched.NoAnswerYet())
        .verifyComplete();

    arrives("a");

    assertThat(completions.find("a", "reader")).isPresent();
    assertThat(completions.find("a", "someone-else")).isEmpty();
  }

  @Test
  void whoeverLeavesCancelsAfterTheCommandIsOut() {
    StepVerifier.create(dispatch(dispatcher(sent::add, sent::add, blocked::add), "a"))
        .expectSubscription()
        .thenCancel()
        .verify();
    assertThat(pending.size()).isZero();
    assertThat(sent).isEmpty();

    for (Runnable next = blocked.poll(); next != null; next = blocked.poll()) {
      next.run();
    }

    assertThat(sent).hasSize(3).last().isInstanceOf(ToolCallCancelled.class);
  }

  @Test
  void anAnsweredCallIsNotCancelled() {
    StepVerifier.create(dispatch(dispatcher(), "a"))
        .then(() -> arrives("a"))
        .expectNextCount(1)
        .verifyComplete();

    assertThat(sent).noneMatch(ToolCallCancelled.class::isInstance);
  }

  @Test
  void noCallerMayHaveMoreUnderWayThanTheirShare() {
    Dispatcher dispatcher = dispatcher();
    var first = dispatch(dispatcher, "a").subscribe();
    var second = dispatch(dispatcher, "b").subscribe();

    StepVerifier.create(dispatch(dispatcher, "c"))
        .assertNext(ended -> assertThat(ended).isInstanceOf(Dispatched.TooManyPending.class))
        .verifyComplete();

    first.dispose();
    second.dispose();
  }

  @Test
  void aStoppingInstanceTakesNoneAndSaysSoToThoseItOwes() {
    Dispatcher dispatcher = dispatcher();
    StepVerifier.create(dispatch(dispatcher, "a"))
        .then(() -> new LastAnswers(pending, PROPERTIES).stop())
        .expectNext(new Dispatched.Stopping(true))
        .verifyComplete();

    StepVerifier.create(dispatch(dispatcher, "b"))
        .expectNext(new Dispatched.Stopping(false))
        .verifyComplete();
  }

  @Test
  void onlyYoungerCallsOfTheConnectionAreCounted() {
    var waiting = dispatch(dispatcher(), "a").subscribe();

    assertThat(pending.since("default", clock.instant().minusMillis(1))).hasSize(1);
    assertThat(pending.since("default", clock.instant())).isEmpty();
    assertThat(pending.since("other", Instant.MIN)).isEmpty();

    waiting.dispose();
  }

  private reactor.core.publisher.Mono<SentOn> sendOn(Dispatcher dispatcher, String callId) {
    return dispatcher.sendOn(command(callId), admitted(callId), Observation.NOOP);
  }

  @Test
  void aCallThatNobodyWaitsForCountsUntilItEnds() {
    StepVerifier.create(sendOn(dispatcher(), "a"))
        .expectNext(new SentOn.UnderWay())
        .verifyComplete();
    assertThat(sent).hasSize(2);
    assertThat(pending.holds("a", "reader")).isTrue();

    arrives("a");

    assertThat(pending.size()).isZero();
  }

  @Test
  void anInstanceThatStopsOwesNobodyTheAnswerThatIsAskedForLater() {
    sendOn(dispatcher(), "a").block();

    assertThat(pending.close()).isEmpty();
    arrives("a");
  }

  @Test
  void whoHangsUpBeforeALaterCallIsSentHasCancelledIt() {
    sendOn(dispatcher(sent::add, sent::add, blocked::add), "a").subscribe().dispose();

    while (!blocked.isEmpty()) {
      blocked.remove().run();
    }

    assertThat(sent).last().isInstanceOf(ToolCallCancelled.class);
  }

  @Test
  void aLaterCallThatTheBrokerDidNotTakeIsNotUnderWay() {
    Consumer<ToolCallRequested> away =
        command -> {
          throw new IllegalStateException("away");
        };

    StepVerifier.create(sendOn(dispatcher(sent::add, away, Runnable::run), "a"))
        .expectNext(new SentOn.NotSent(new Dispatched.NotPublished(true)))
        .verifyComplete();
  }

  @Test
  void anAnswerThatMadeRoomIsReadAgainWhereItStands() {
    String later = LaterCalls.newId();
    arrives(later);
    arrives("other");
    clock.advance(Duration.ofMinutes(11));

    assertThat(completions.find(later, "reader")).isPresent();
    assertThat(completions.find(later, "somebody")).isEmpty();
    assertThat(completions.find("other", "reader")).isEmpty();
  }

  @Test
  void anAnswerThatCannotBeReadAgainIsNotTakenForOneThatIsMissing() {
    String later = LaterCalls.newId();
    arrives(later);
    topic.clear();
    clock.advance(Duration.ofMinutes(11));

    assertThatThrownBy(() -> completions.find(later, "reader"))
        .isInstanceOf(IllegalStateException.class);
  }
}
