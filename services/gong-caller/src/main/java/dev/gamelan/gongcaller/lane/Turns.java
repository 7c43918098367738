package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.connection.Gate;
import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.gong.GongAccount;
import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.gong.GongClient;
import dev.gamelan.gongcaller.gong.GongLine;
import dev.gamelan.gongcaller.ledger.Intent;
import dev.gamelan.gongcaller.permit.Permit;
import dev.gamelan.gongcaller.permit.PermitAnswer;
import dev.gamelan.gongcaller.permit.PermitOutcome;
import dev.gamelan.gongcaller.upload.OpenedFile;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a lane's calls to Gong, one after the other, each under a permit: wait for work, ask for a
 * permit, wait until it is due, and only then choose whose turn it is.
 *
 * <p>One virtual thread at a time runs this. The thread that sends starts a new one in its place at
 * the moment of sending, and sees its own call to the end. A lane without work has no thread.
 */
final class Turns implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Turns.class);
  private static final Duration AFTER_A_BUG = Duration.ofSeconds(1);

  private final Lane lane;
  private final LaneShelf shelf;
  private final LaneLock lock;
  private final EndingsAside aside;
  private final Outcomes outcomes;
  private final CallEndings endings;
  private final PartitionAssignment assignment;
  private final LaneParts parts;

  Turns(
      Lane lane,
      LaneLock lock,
      EndingsAside aside,
      CallEndings endings,
      LaneShelf shelf,
      PartitionAssignment assignment,
      LaneParts parts) {
    this.lane = lane;
    this.shelf = shelf;
    this.lock = lock;
    this.aside = aside;
    this.outcomes = new Outcomes(lock, aside, endings, shelf, assignment, parts);
    this.endings = endings;
    this.assignment = assignment;
    this.parts = parts;
  }

  @Override
  public void run() {
    try {
      take();
    } catch (RuntimeException bug) {
      log.error("Lane {} goes on after a problem of its own", lane.connection(), bug);
      lock.change(
          book -> {
            book.turnsAreOver();
            book.quota().notBefore(parts.now(), AFTER_A_BUG);
          });
    }
  }

  private void take() {
    for (var head = awaitHead(); head.isPresent(); head = awaitHead()) {
      try (OpenedFile file = parts.files().open(head.get().request())) {
        if (tookTurn(head.get(), file)) {
          return;
        }
      }
    }
  }

  /** True once the request is under way, and the turns with another thread. */
  private boolean tookTurn(QueuedCall head, OpenedFile file) {
    switch (file) {
      case OpenedFile.Gone ignored -> {
        lock.change(book -> unsent(book, head, Ended.fileGone()));
        return false;
      }
      case OpenedFile.Unreadable(String reason) -> {
        lock.changed(book -> book.takeInHand(head))
            .ifPresent(
                flight -> outcomes.notConnected(flight, new GongAnswer.NotConnected(reason)));
        return false;
      }
      case OpenedFile.None ignored -> {}
      case OpenedFile.Ready ignored -> {}
    }
    String holder = assignment.holder(lane.connection());
    PermitAnswer answer = parts.permits().ask(holder, head.request());
    lock.change(book -> book.quota().heard(parts.nanos()));
    return switch (answer) {
      case PermitAnswer.Granted granted -> sentUnder(granted.permit(), holder, head, file);
      case PermitAnswer.Refused refused -> {
        lock.change(book -> refused(book, head, refused));
        yield false;
      }
      case PermitAnswer.Superseded superseded -> {
        lane.fence();
        yield false;
      }
    };
  }

  private void refused(LaneBook book, QueuedCall head, PermitAnswer.Refused refused) {
    String spent = refused.reason().spent();
    if (spent != null) {
      unsent(book, head, Ended.quotaSpent(spent, parts.now().wall().plus(refused.retryAfter())));
      return;
    }
    book.refused(refused, head, parts.now());
    aside.late(book);
  }

  /** What is next to send; empty when this thread is to end. */
  private Optional<QueuedCall> awaitHead() {
    return lock.changed(
        book -> {
          while (book.maySend()) {
            aside.late(book);
            Gate gate = gate();
            aside.shutOut(book, gate);
            if (book.nobodyWaits()) {
              break;
            }
            Optional<QueuedCall> head = book.head(parts.now(), !(gate instanceof Gate.Open));
            if (head.isPresent()) {
              book.quota().asked();
              return head;
            }
            lock.pauseAtMost(book.untilHead(parts.now()));
          }
          book.turnsAreOver();
          return Optional.empty();
        });
  }

  private boolean sentUnder(Permit permit, String holder, QueuedCall head, OpenedFile file) {
    Optional<GongAccount> expected = account(head);
    if (expected.isEmpty()) {
      giveBack(permit, holder);
      lock.change(book -> withoutAccount(book, head));
      return false;
    }
    return switch (parts.gong().open(expected.get().address())) {
      case GongClient.NoLine none -> {
        giveBack(permit, holder);
        choose().ifPresent(flight -> outcomes.notConnected(flight, none.why()));
        yield false;
      }
      case GongLine line -> {
        try (line) {
          Optional<Departing> chosen = awaitTurn(permit, holder, line, file);
          if (chosen.isEmpty()) {
            giveBack(permit, holder);
            yield false;
          }
          Thread.startVirtualThread(this);
          outcomes.send(chosen.get().flight(), chosen.get().account(), permit, holder, line, file);
          yield true;
        }
      }
    };
  }

  private void giveBack(Permit permit, String holder) {
    parts.permits().report(lane.connection(), permit.permitId(), PermitOutcome.unused(holder));
  }

  private Gate gate() {
    return parts.accounts().gate(lane.connection());
  }

  private Optional<GongAccount> account(QueuedCall call) {
    return parts.accounts().account(lane.connection(), call.request().getCredentialGeneration());
  }

  /** The credentials went away between the look at the gate and now, or were never there to try. */
  private void withoutAccount(LaneBook book, QueuedCall call) {
    aside.shutOut(book, gate());
    if (call.isTrial()) {
      unsent(book, call, Ended.unsendable("its credentials are not there any more"));
    }
  }

  /** Unless somebody else has ended it meanwhile. */
  private void unsent(LaneBook book, QueuedCall call, Ended ended) {
    book.take(call.request().getCallId(), call.request().getCaller())
        .ifPresent(waiting -> aside.unsent(book, waiting, ended));
  }

  /** A call at the point of leaving, and what it proves itself with. */
  private record Departing(Flight flight, GongAccount account) {}

  /** Waits for the permit's moment, then chooses. A write is on record before this returns it. */
  private Optional<Departing> awaitTurn(
      Permit permit, String holder, GongLine line, OpenedFile file) {
    awaitDue(permit);
    while (true) {
      Optional<Flight> chosen = choose();
      if (chosen.isEmpty()) {
        return Optional.empty();
      }
      Flight flight = chosen.get();
      QueuedCall call = flight.lead();
      if (isStopped(flight)) {
        continue;
      }
      Optional<GongAccount> account = account(call);
      if (account.filter(line::leadsTo).isEmpty() || !file.isAllOf(call.request())) {
        lock.change(book -> book.putBack(flight));
        return Optional.empty();
      }
      if (!call.changesGong() || intended(flight, holder)) {
        if (departs(permit, flight)) {
          return Optional.of(new Departing(flight, account.get()));
        }
        if (call.changesGong()) {
          parts.ledger().withdraw(call.request().getCallId(), holder);
        }
        lock.change(book -> book.putBack(flight));
        return Optional.empty();
      }
    }
  }

  /** True where a kill switch was thrown for its tool or client, and it has ended by that. */
  private boolean isStopped(Flight flight) {
    QueuedCall call = flight.lead();
    Optional<String> stopped = parts.stops().of(call.request());
    stopped.ifPresent(
        sentence ->
            lock.change(
                book -> {
                  book.letGo(flight);
                  aside.unsent(book, call, Ended.notAsked(sentence, true));
                }));
    return stopped.isPresent();
  }

  private void awaitDue(Permit permit) {
    lock.holding(
        book -> {
          while (book.maySend() && !book.nobodyWaits()) {
            long left = book.pace().untilDue(permit, parts.nanos());
            if (left <= 0) {
              return true;
            }
            lock.pauseAtMost(Duration.ofNanos(left));
          }
          return false;
        });
  }

  private Optional<Flight> choose() {
    return lock.changed(
        book -> {
          if (!book.maySend()) {
            return Optional.empty();
          }
          aside.late(book);
          Gate gate = gate();
          aside.shutOut(book, gate);
          return book.choose(parts.now(), !(gate instanceof Gate.Open));
        });
  }

  private boolean intended(Flight flight, String holder) {
    QueuedCall call = flight.lead();
    return switch (parts.ledger().intend(call.request(), holder, call.attempts() + 1)) {
      case Intent.Recorded recorded -> true;
      case Intent.AlreadyEnded already -> {
        lock.change(
            book -> {
              book.letGo(flight);
              aside.end(book, () -> endings.repeated(call, already.ended()));
            });
        yield false;
      }
      case Intent.Unavailable unavailable -> {
        lock.change(
            book -> {
              book.letGo(flight);
              aside.unsent(book, call, Ended.ledgerAway());
            });
        yield false;
      }
    };
  }

  private boolean mayComeAlong(QueuedCall call) {
    return parts.stops().of(call.request()).isEmpty();
  }

  /**
   * The last look before the bytes go: a process that was frozen wakes up here with an old permit.
   */
  private boolean departs(Permit permit, Flight flight) {
    return lock.holding(
        book -> {
          boolean departs = book.departs(permit, flight, this::mayComeAlong, parts.now());
          if (departs && flight.lead().changesGong()) {
            shelf.forget();
          }
          return departs;
        });
  }
}
