package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.ending.AttemptRules;
import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.ending.Verdict;
import dev.gamelan.gongcaller.gong.GongAccount;
import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.gong.GongLine;
import dev.gamelan.gongcaller.meters.Meters;
import dev.gamelan.gongcaller.permit.Permit;
import dev.gamelan.gongcaller.sharing.Part;
import dev.gamelan.gongcaller.upload.OpenedFile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees a request in hand through its attempt: each of its calls to its ending, or back. */
final class Outcomes {
  private static final Logger log = LoggerFactory.getLogger(Outcomes.class);

  private final LaneLock lock;
  private final EndingsAside aside;
  private final CallEndings endings;
  private final LaneShelf shelf;
  private final Attempts attempts;
  private final LaneParts parts;

  Outcomes(
      LaneLock lock,
      EndingsAside aside,
      CallEndings endings,
      LaneShelf shelf,
      PartitionAssignment assignment,
      LaneParts parts) {
    this.lock = lock;
    this.aside = aside;
    this.endings = endings;
    this.shelf = shelf;
    this.attempts = new Attempts(parts, assignment);
    this.parts = parts;
  }

  void send(
      Flight flight,
      GongAccount account,
      Permit permit,
      String holder,
      GongLine line,
      OpenedFile file) {
    QueuedCall lead = flight.lead();
    GongAnswer answer;
    boolean again;
    try {
      Attempts.Made made = attempts.make(flight, account, line, file);
      answer = made.answer();
      attempts.account(flight, landed(flight, permit), permit, holder, answer);
      Integer status = Attempts.status(answer);
      // How long a large file takes says nothing of how long others will.
      Duration took = OpenedFile.stored(lead.request()) == null ? made.took() : null;
      lock.change(book -> book.pace().answered(permit, parts.nanos(), took, status));
      again = parts.trials().heard(account, answer, lead.isTrial());
    } catch (RuntimeException bug) {
      log.error("The attempt of call {} broke", lead.request().getCallId(), bug);
      answer = new GongAnswer.NoResponse("The attempt broke on our side");
      again = false;
    }
    judge(flight, landed(flight, permit), new Sent(account, permit, holder), answer, again);
  }

  /** By what a request was sent. */
  private record Sent(GongAccount account, Permit permit, String holder) {}

  private List<QueuedCall> landed(Flight flight, Permit permit) {
    List<QueuedCall> calls =
        lock.changed(
            book -> {
              if (flight.lead().changesGong()) {
                shelf.forget();
              }
              return book.land(flight);
            });
    calls.forEach(call -> call.served(flight.served(permit.permitId(), calls.size(), call)));
    return calls;
  }

  private void judge(
      Flight flight, List<QueuedCall> calls, Sent by, GongAnswer answer, boolean again) {
    Map<String, Part> shares = again ? Map.of() : flight.apart(answer);
    Map<Object, Object> companies = new HashMap<>();
    // The same for all, so that those that go back leave together again.
    Moment now = parts.now();
    double jitter = parts.dice().nextDouble();
    int answered = 0;
    // The one that leads comes last: its ending is waited for.
    for (QueuedCall call : calls.reversed()) {
      Part part = again ? new Part.Answer(answer) : share(call, shares, answer);
      switch (part) {
        case Part.Answer(GongAnswer own) -> {
          switch (again ? onceMore(now.wall()) : verdict(call, own, now.wall(), jitter)) {
            case Verdict.End end -> {
              answered++;
              keep(flight, call, by, own);
              end(flight, call, end);
            }
            case Verdict.Again repeat -> again(call, by.holder(), repeat, now);
          }
        }
        case Part.Alone alone -> split(call, companies, same(call), now);
        case Part.Half(boolean first) -> split(call, companies, first, now);
      }
    }
    if (!companies.isEmpty()) {
      Meters.REQUESTS_SPLIT.counter(parts.meters()).increment();
    }
    int had = answered;
    lock.change(
        book -> {
          book.pace().served(had, parts.nanos());
          book.letGo(flight);
        });
  }

  private void keep(Flight flight, QueuedCall call, Sent by, GongAnswer answer) {
    lock.change(
        book -> {
          if (book.maySend() && book.knowsOfNoWriteSince(flight)) {
            shelf.keep(call, flight, by.account(), by.permit().permitId(), answer);
          }
        });
  }

  private static Part share(QueuedCall call, Map<String, Part> shares, GongAnswer answer) {
    Part own = shares.get(same(call));
    return own == null ? new Part.Answer(answer) : own;
  }

  private static String same(QueuedCall call) {
    return call.question() == null ? "" : call.question().same();
  }

  /** The turns wait for the one that leads, so that they do not get ahead of Kafka. */
  private void end(Flight flight, QueuedCall call, Verdict.End end) {
    Ended ended = call.asMade(end.ended());
    if (call == flight.lead()) {
      endings.answered(call, ended);
    } else {
      lock.change(book -> aside.end(book, () -> endings.answered(call, ended)));
    }
  }

  private void again(QueuedCall call, String holder, Verdict.Again repeat, Moment now) {
    if (call.changesGong() && repeat.certainlyUndone()) {
      parts.ledger().withdraw(call.request().getCallId(), holder);
    }
    call.awaitAccounts();
    again(call, repeat, now);
  }

  /** Asked again at once, with no others than these. */
  private void split(QueuedCall call, Map<Object, Object> companies, Object part, Moment now) {
    call.awaitAccounts();
    lock.change(
        book -> {
          call.split(companies.computeIfAbsent(part, any -> new Object()));
          call.repeat(now.nanos(), Ended.notInTime());
          book.again(call);
        });
  }

  /** Gong did nothing, and said so of credentials that others take the place of. */
  private static Verdict onceMore(Instant now) {
    return new Verdict.Again(now, Ended.betweenCredentials());
  }

  /** The call pays for it with one of its tries; nothing was sent, so no quota was spent. */
  void notConnected(Flight flight, GongAnswer.NotConnected why) {
    QueuedCall call = flight.lead();
    call.foundNoConnection();
    Moment now = parts.now();
    switch (verdict(call, why, now.wall(), parts.dice().nextDouble())) {
      case Verdict.End end ->
          lock.change(
              book -> {
                book.letGo(flight);
                aside.end(book, () -> endings.unsent(call, call.asMade(end.ended())));
              });
      case Verdict.Again again -> {
        again(call, again, now);
        lock.change(book -> book.letGo(flight));
      }
    }
  }

  private void again(QueuedCall call, Verdict.Again again, Moment now) {
    lock.change(
        book -> {
          call.repeat(readyNanos(again, now), again.otherwise());
          book.again(call);
        });
  }

  /** A pause goes by the clock that cannot jump. */
  private static long readyNanos(Verdict.Again again, Moment now) {
    return now.nanos() + Duration.between(now.wall(), again.notBefore()).toNanos();
  }

  private Verdict verdict(QueuedCall call, GongAnswer answer, Instant now, double jitter) {
    return AttemptRules.judge(
        call.request(),
        call.tries(),
        answer,
        call.request().getDeadline().minus(parts.properties().shortestAttempt()),
        now,
        jitter);
  }
}
