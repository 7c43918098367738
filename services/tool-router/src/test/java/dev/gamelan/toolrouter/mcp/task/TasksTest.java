package dev.gamelan.toolrouter.mcp.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.TaskChange;
import dev.gamelan.schemas.TaskNoted;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.offer.Task;
import dev.gamelan.toolrouter.mcp.session.Seals;
import dev.gamelan.toolrouter.testing.MovableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class TasksTest {
  private static final Duration LIFETIME = Duration.ofMinutes(30);
  private static final TaskProperties PROPERTIES =
      new TaskProperties(
          Duration.ofSeconds(10),
          Duration.ofMinutes(10),
          LIFETIME,
          3,
          2,
          Duration.ofSeconds(2),
          Duration.ofSeconds(5));

  private final MovableClock clock = new MovableClock();
  private final List<TaskNoted> topic = new ArrayList<>();
  private final Tasks here = instance(topic::add);
  private final Tasks elsewhere = instance(topic::add);

  @AfterEach
  void realTime() {
    VirtualTimeScheduler.reset();
  }

  private Tasks instance(Consumer<TaskNoted> door) {
    Seals seals =
        new Seals(List.of("a key of thirty-two bytes length".getBytes(StandardCharsets.US_ASCII)));
    return new Tasks(door, new TaskHandles(seals, clock), PROPERTIES, clock);
  }

  private Task task(String callId, String caller) {
    return new Task(
        callId,
        caller,
        "default",
        "gong_list_users",
        clock.instant(),
        clock.instant().plusSeconds(20),
        clock.instant().plusSeconds(600),
        clock.instant().plus(LIFETIME));
  }

  private String begun(Tasks tasks, String callId, String caller) {
    assertThat(tasks.begin(task(callId, caller))).isEqualTo(Tasks.Beginning.BEGUN);
    return tasks.reply(callId, "").orElseThrow() instanceof Reply.Later later ? later.handle() : "";
  }

  private void told(Tasks tasks) {
    topic.forEach(tasks::replay);
  }

  private static Optional<Task> found(Tasks tasks, String handle, String caller) {
    return tasks.find(handle, caller).blockOptional(Duration.ofSeconds(10)).orElseThrow();
  }

  @Test
  void aTaskIsOnTheTopicBeforeThereIsAHandle() {
    Tasks withoutBroker =
        instance(
            noted -> {
              throw new IllegalStateException("away");
            });

    assertThat(withoutBroker.begin(task("a", "anna"))).isEqualTo(Tasks.Beginning.NOT_PUBLISHED);
    assertThat(withoutBroker.reply("a", "")).isEmpty();
  }

  @Test
  void whoReadsTheTopicKnowsTheTaskOfAnotherInstance() {
    String handle = begun(here, "a", "anna");
    told(elsewhere);

    assertThat(found(elsewhere, handle, "anna")).contains(task("a", "anna"));
  }

  @Test
  void aGenuineHandleIsWaitedForUntilTheTopicTellsOfIt() {
    String handle = begun(here, "a", "anna");

    CompletableFuture<@Nullable Optional<Task>> asked = elsewhere.find(handle, "anna").toFuture();
    assertThat(asked).isNotDone();
    told(elsewhere);

    assertThat(asked.join()).contains(task("a", "anna"));
  }

  @Test
  void whatTheTopicNeverTellsOfIsNotWaitedForForEver() {
    String handle = begun(here, "a", "anna");

    StepVerifier.withVirtualTime(() -> elsewhere.find(handle, "anna"))
        .thenAwait(Duration.ofSeconds(5))
        .expectNext(Optional.empty())
        .verifyComplete();
  }

  @Test
  void aForeignHandleIsRefusedAtOnceAsOneThatNeverWas() {
    String handle = begun(here, "a", "anna");

    assertThat(here.find(handle, "bert").toFuture().join()).isEmpty();
    assertThat(here.find("a", "anna").toFuture().join()).isEmpty();
    assertThat(here.find(handle + "A", "anna").toFuture().join()).isEmpty();
    assertThat(elsewhere.find(handle, "bert").toFuture()).isCompletedWithValue(Optional.empty());
  }

  @Test
  void aTaskIsOverWhenItsLifetimeIs() {
    String handle = begun(here, "a", "anna");

    clock.advance(LIFETIME.minusMillis(1));
    assertThat(found(here, handle, "anna")).isPresent();
    clock.advance(Duration.ofMillis(1));

    assertThat(here.find(handle, "anna").toFuture()).isCompletedWithValue(Optional.empty());
    assertThat(here.reply("a", "")).isEmpty();
  }

  @Test
  void anInstanceThatStartsTakesNoTasksThatAreOver() {
    begun(here, "a", "anna");
    clock.advance(LIFETIME);

    told(elsewhere);

    assertThat(elsewhere.reply("a", "")).isEmpty();
  }

  @Test
  void aCallerAndAllCallersMayHaveSoManyAndNoMore() {
    begun(here, "a", "anna");
    begun(here, "b", "anna");
    assertThat(here.begin(task("c", "anna"))).isEqualTo(Tasks.Beginning.TOO_MANY);
    begun(here, "d", "bert");
    assertThat(here.begin(task("e", "carl"))).isEqualTo(Tasks.Beginning.TOO_MANY);

    clock.advance(LIFETIME);

    begun(here, "f", "anna");
  }

  @Test
  void aDroppedTaskIsForgottenEverywhere() {
    String handle = begun(here, "a", "anna");
    told(elsewhere);

    here.drop("a");
    told(elsewhere);

    assertThat(topic).extracting(TaskNoted::getChange).contains(TaskChange.DROPPED);
    assertThat(elsewhere.reply("a", "")).isEmpty();
    assertThat(here.reply("a", "")).isEmpty();
    assertThat(handle).isNotEmpty();
  }
}
