package dev.gamelan.toolrouter.mcp.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.EdgeSignalled;
import dev.gamelan.toolrouter.mcp.signal.Signals;
import dev.gamelan.toolrouter.testing.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class SpentStatesTest {
  private static final QuestionProperties PROPERTIES =
      new QuestionProperties(Duration.ofMinutes(5), 10, 5, 3, 1000);

  private final MovableClock clock = new MovableClock();
  private final List<EdgeSignalled> topic = new ArrayList<>();
  private final Signals signals = new Signals(topic::add, clock);
  private final SpentStates one = instance();
  private final SpentStates other = instance();

  private SpentStates instance() {
    return new SpentStates(signals, PROPERTIES, Schedulers.immediate(), clock);
  }

  private void hearAll() {
    topic.forEach(one::heard);
    topic.forEach(other::heard);
  }

  @Test
  void ofTwoInstancesTheOneWhoseRecordComesFirstSpends() {
    var first = one.spend("anna", "state").toFuture();
    var second = other.spend("anna", "state").toFuture();
    assertThat(first).isNotDone();
    hearAll();

    assertThat(first).isCompletedWithValue(true);
    assertThat(second).isCompletedWithValue(false);
  }

  @Test
  void aStateIsSpentOnceAtOneInstanceToo() {
    var first = one.spend("anna", "state").toFuture();
    hearAll();
    var again = one.spend("anna", "state").toFuture();
    var another = one.spend("anna", "another state").toFuture();
    hearAll();

    assertThat(first).isCompletedWithValue(true);
    assertThat(again).isCompletedWithValue(false);
    assertThat(another).isCompletedWithValue(true);
  }

  @Test
  void anInstanceThatReadsBackKnowsWhatWasSpentBeforeIt() {
    one.spend("anna", "state").subscribe();
    hearAll();
    SpentStates late = instance();
    var again = late.spend("anna", "state").toFuture();
    topic.forEach(late::heard);

    assertThat(again).isCompletedWithValue(false);
  }

  @Test
  void nothingIsSpentWhereTheTopicIsSilent() {
    StepVerifier.withVirtualTime(() -> one.spend("anna", "state"))
        .expectSubscription()
        .expectNoEvent(Duration.ofSeconds(5))
        .expectNext(false)
        .verifyComplete();
  }

  @Test
  void nothingIsSpentWhereTheBrokerIsAway() {
    Signals broken =
        new Signals(
            signal -> {
              throw new IllegalStateException("away");
            },
            clock);
    SpentStates cut = new SpentStates(broken, PROPERTIES, Schedulers.immediate(), clock);

    assertThat(cut.spend("anna", "state").block()).isFalse();
  }

  @Test
  void whatIsRememberedIsBoundedAndGivenUpWhenItIsOld() {
    for (int i = 0; i < 3; i++) {
      one.spend("anna", "state" + i).subscribe();
    }
    hearAll();
    assertThat(one.spend("anna", "one too many").block()).isFalse();

    clock.advance(Duration.ofMinutes(11));
    Mono<Boolean> later = one.spend("anna", "later");
    var spent = later.toFuture();
    hearAll();

    assertThat(spent).isCompletedWithValue(true);
  }
}
