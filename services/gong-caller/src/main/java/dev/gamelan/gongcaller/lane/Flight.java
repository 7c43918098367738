package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.ending.Served;
import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.sharing.Batch;
import dev.gamelan.gongcaller.sharing.Part;
import dev.gamelan.gongcaller.sharing.Question;
import dev.gamelan.schemas.AnswerSource;
import dev.gamelan.schemas.GongRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request in hand, and the calls that it is for: one that leads, and those that ask the same or
 * can be merged with it. Its lane guards who is on it; once it has left, its request stays as it
 * is.
 */
final class Flight {
  /** However many ask the same. */
  private static final int MOST_CALLS = 500;

  private final QueuedCall lead;
  private final List<QueuedCall> calls = new ArrayList<>();
  private final @Nullable Batch batch;
  private List<QueuedCall> boarded;
  private @Nullable Instant leftAt;
  private long writesBefore;
  private boolean landed;

  Flight(QueuedCall lead) {
    this.lead = lead;
    Question question = lead.question();
    this.batch = question == null ? null : new Batch(question, lead.request().getRequest());
    calls.add(lead);
    this.boarded = List.of(lead);
  }

  QueuedCall lead() {
    return lead;
  }

  List<QueuedCall> calls() {
    return calls;
  }

  /** Those that it left with. */
  List<QueuedCall> boarded() {
    return boarded;
  }

  GongRequest request() {
    return batch == null ? lead.request().getRequest() : batch.request();
  }

  /** As what its round trip compares with others; null where it does not. */
  @Nullable String timedAs() {
    return batch != null && batch.isMerged() ? null : lead.timedAs();
  }

  Instant leftAt() {
    return Objects.requireNonNull(leftAt, "It has not left");
  }

  /** Until when somebody waits for the answer. */
  Instant awaitedUntil() {
    return boarded.stream()
        .map(call -> call.request().getDeadline())
        .max(Instant::compareTo)
        .orElseThrow();
  }

  /** True where the call comes along, before the request has left. */
  boolean takesAlong(QueuedCall call) {
    Question question = call.question();
    return batch != null
        && question != null
        && calls.size() < MOST_CALLS
        && batch.join(question)
        && calls.add(call);
  }

  /**
   * @param writes how many there have been in this lane by now
   */
  void leaves(Instant now, long writes) {
    leftAt = now;
    writesBefore = writes;
    boarded = List.copyOf(calls);
    boarded.forEach(call -> call.sent(now));
    lead.paysForIt();
  }

  /** Whether it left after so many writes, the last of them included. */
  boolean leftAfter(long writes) {
    return writesBefore == writes;
  }

  /**
   * True where a call that comes now asks what this request has asked already, nothing was written
   * since, and the caller takes an answer of that age.
   */
  boolean isJoinedBy(QueuedCall call, long writes, Instant now) {
    Question question = call.question();
    Long maxAge = call.request().getMaxAgeMillis();
    if (leftAt == null
        || landed
        || batch == null
        || question == null
        || writes != writesBefore
        || calls.size() >= MOST_CALLS
        || !batch.asks(question)
        || (maxAge != null && leftAt.plusMillis(maxAge).isBefore(now))) {
      return false;
    }
    call.sent(leftAt);
    return calls.add(call);
  }

  /** Those besides the first who have no time left; the request goes on without them. */
  List<QueuedCall> dropOut(Instant now) {
    if (leftAt == null) {
      return List.of();
    }
    List<QueuedCall> late =
        calls.stream()
            .filter(call -> call != lead && !call.request().getDeadline().isAfter(now))
            .toList();
    calls.removeAll(late);
    return late;
  }

  /** From here on nobody joins; whose it was in the end. */
  List<QueuedCall> land() {
    landed = true;
    return List.copyOf(calls);
  }

  /** How a call was served by it. */
  Served served(String permitId, int calls, QueuedCall call) {
    AnswerSource source =
        calls == 1
            ? AnswerSource.UPSTREAM
            : batch != null && batch.isMerged() ? AnswerSource.BATCH : AnswerSource.COALESCED;
    return new Served(source, 0L, calls - 1, permitId, call.units());
  }

  /** What each question gets of the answer. */
  Map<String, Part> apart(GongAnswer answer) {
    return batch == null ? Map.of() : batch.apart(answer);
  }
}
