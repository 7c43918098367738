package dev.gamelan.gongcaller.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.permit.Permit;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.schemas.AnswerSource;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Who is on a request, and who is not. */
class FlightTest {
  private static final Moment NOW = new Moment(SampleCalls.NOW, System.nanoTime());

  private final LaneBook book =
      new LaneBook(
          new Binder(new MapConfigurationPropertySource(Map.of()))
              .bindOrCreate("gamelan.lane", LaneProperties.class),
          System::nanoTime);
  private long offset;

  @Test
  void whatCanBeMergedComesAlongAndOtherThingsStay() {
    for (int id = 1; id <= 30; id++) {
      book.add(transcript(String.valueOf(id)), NOW);
    }
    book.add(reading("/v2/workspaces"), NOW);
    Flight flight = departed();

    // Twenty transcripts are what one request may ask for.
    assertThat(flight.boarded()).hasSize(20);
    assertThat(flight.request().getBody()).contains("\"20\"").doesNotContain("\"21\"");
    assertThat(book.waiting()).isEqualTo(11);
    assertThat(flight.served("p", 20, flight.lead()).source()).isEqualTo(AnswerSource.BATCH);
    assertThat(flight.served("p", 20, flight.lead()).units()).isEqualTo(1);
    assertThat(flight.boarded().getLast().units()).isZero();
  }

  @Test
  void theSameQuestionIsAskedOnceAndEachWriteIsMadeAlone() {
    book.add(reading("/v2/users"), NOW);
    book.add(reading("/v2/users"), NOW);
    book.add(writing(), NOW);
    book.add(writing(), NOW);

    Flight reads = departed();
    assertThat(reads.boarded()).hasSize(2);
    assertThat(reads.served("p", 2, reads.lead()).source()).isEqualTo(AnswerSource.COALESCED);
    assertThat(departed().boarded()).hasSize(1);
    assertThat(departed().boarded()).hasSize(1);
  }

  @Test
  void whoMayNotGoIsNotTakenAlong() {
    book.add(reading("/v2/users"), NOW);
    QueuedCall stopped = reading("/v2/users");
    book.add(stopped, NOW);
    Flight flight = book.choose(NOW, false).orElseThrow();
    assertThat(book.departs(permit(), flight, call -> call != stopped, NOW)).isTrue();

    assertThat(flight.boarded()).hasSize(1);
    assertThat(book.waiting()).isEqualTo(1);
  }

  @Test
  void whoeverAsksTheSameLaterJoinsUntilItLands() {
    book.add(reading("/v2/users"), NOW);
    Flight flight = departed();
    QueuedCall joins = reading("/v2/users");
    book.add(joins, NOW);
    assertThat(book.waiting()).isZero();
    assertThat(book.land(flight)).contains(joins);
    assertThat(joins.attempts()).isEqualTo(1);

    book.add(reading("/v2/users"), NOW);
    assertThat(book.waiting()).isEqualTo(1);
  }

  @Test
  void nobodyJoinsOnceAWriteHasLeftOrLanded() {
    book.add(writing(), NOW);
    Flight write = departed();
    book.add(reading("/v2/users"), NOW);
    Flight during = departed();
    book.add(reading("/v2/users"), NOW);
    assertThat(book.waiting()).isZero();
    assertThat(book.knowsOfNoWriteSince(during)).isTrue();

    book.land(write);
    book.add(reading("/v2/users"), NOW);
    assertThat(book.waiting()).isEqualTo(1);
    assertThat(book.knowsOfNoWriteSince(during)).isFalse();
  }

  @Test
  void whoWantsItFreshDoesNotJoin() {
    book.add(reading("/v2/users"), NOW);
    departed();
    ToolCallRequested fresh =
        ToolCallRequested.newBuilder(reading("/v2/users").request()).setMaxAgeMillis(0L).build();
    Moment later = new Moment(NOW.wall().plusMillis(1), NOW.nanos());
    book.add(new QueuedCall(fresh, offset++, null, NOW.wall()), later);

    assertThat(book.waiting()).isEqualTo(1);
  }

  @Test
  void whoHasNoTimeLeftDropsOutAndTheRestFliesOn() {
    book.add(reading("/v2/users"), NOW);
    ToolCallRequested hurried =
        ToolCallRequested.newBuilder(reading("/v2/users").request())
            .setDeadline(NOW.wall().plusSeconds(5))
            .build();
    QueuedCall late = new QueuedCall(hurried, offset++, null, NOW.wall());
    book.add(late, NOW);
    Flight flight = departed();
    assertThat(flight.boarded()).contains(late);

    Moment then = new Moment(NOW.wall().plusSeconds(5), NOW.nanos());
    assertThat(book.takeLate(then)).extracting(LaneBook.Late::call).containsExactly(late);
    assertThat(book.land(flight)).doesNotContain(late).hasSize(1);
  }

  @Test
  void aHalfGoesOnWithItsOwnOnly() {
    Object company = new Object();
    List<QueuedCall> half = new ArrayList<>();
    for (int id = 1; id <= 6; id++) {
      QueuedCall call = transcript(String.valueOf(id));
      if (id % 2 == 0) {
        call.split(company);
        call.repeat(NOW.nanos(), Ended.expired());
        book.again(call);
        half.add(call);
      } else {
        book.add(call, NOW);
      }
    }
    List<QueuedCall> others = departed().boarded();

    assertThat(others).hasSize(3).doesNotContainAnyElementsOf(half);
    assertThat(departed().boarded()).containsExactlyInAnyOrderElementsOf(half);
  }

  @Test
  void theLaneTellsWhoWaitsAndWhy() {
    book.add(reading("/v2/users"), NOW);
    for (int i = 0; i < 30; i++) {
      for (int calls = 0; calls <= i % 3; calls++) {
        ToolCallRequested one =
            ToolCallRequested.newBuilder(reading("/v2/library/folders").request())
                .setCaller("caller-" + i)
                .setCallClass(CallClass.BACKGROUND)
                .build();
        book.add(new QueuedCall(one, offset++, null, NOW.wall().plusSeconds(i)), NOW);
      }
    }
    book.isHeld("Because.");
    LaneState state = book.takeNews("default", "holder", NOW).orElseThrow();

    assertThat(state.getHeld()).isEqualTo("Because.");
    assertThat(state.getClasses())
        .extracting(one -> one.getCallClass() + " " + one.getCalls())
        .containsExactly("INTERACTIVE 1", "BACKGROUND 60");
    assertThat(state.getCallers()).hasSize(20);
    assertThat(state.getCallers().getFirst().getCaller()).isEqualTo("caller-2");
    assertThat(state.getCallers().getFirst().getCalls()).isEqualTo(3);
  }

  @Test
  void theLaneTellsHowManyRequestsItsCallsComeTo() {
    for (int i = 0; i < 21; i++) {
      book.add(transcript(String.valueOf(100 + i)), NOW);
      book.add(transcript(String.valueOf(100 + i)), NOW);
      book.add(reading("/v2/users"), NOW);
    }
    book.add(writing(), NOW);
    book.add(writing(), NOW);
    LaneState state = book.takeNews("default", "holder", NOW).orElseThrow();

    assertThat(state.getQueued()).isEqualTo(65);
    assertThat(state.getRequestsQueued())
        .as("two of twenty-one transcripts, one for the users, two writes")
        .isEqualTo(5);
  }

  private Flight departed() {
    Flight flight = book.choose(NOW, false).orElseThrow();
    assertThat(book.departs(permit(), flight, any -> true, NOW)).isTrue();
    return flight;
  }

  private static Permit permit() {
    Duration second = Duration.ofSeconds(1);
    return new Permit(
        "a-permit",
        NOW.nanos(),
        NOW.nanos() + second.toNanos(),
        NOW.wall().plus(second),
        Duration.ZERO);
  }

  private QueuedCall transcript(String id) {
    return queued(
        Calls.read("POST", "/v2/calls/transcript"),
        GongRequest.newBuilder()
            .setMethod("POST")
            .setPath("/v2/calls/transcript")
            .setQuery(List.of())
            .setBody("{\"filter\":{\"callIds\":[\"%s\"]}}".formatted(id))
            .build());
  }

  private QueuedCall reading(String path) {
    return queued(
        Calls.read("GET", path),
        GongRequest.newBuilder().setMethod("GET").setPath(path).setQuery(List.of()).build());
  }

  private QueuedCall writing() {
    var call = Calls.write();
    return queued(call, call.getRequest());
  }

  private QueuedCall queued(ToolCallRequested.Builder call, GongRequest request) {
    return new QueuedCall(
        call.setRequest(request).setDeadline(NOW.wall().plusSeconds(60)).build(),
        offset++,
        null,
        NOW.wall());
  }
}
