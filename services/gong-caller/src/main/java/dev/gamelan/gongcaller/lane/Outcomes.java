package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.ending.AttemptRules;
import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.ending.Verdict;
import dev.gamelan.gongcaller.gong.GongAccount;
import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.gong.GongLine;
import dev.gamelan.gongcaller.permit.Permit;
import dev.gamelan.gongcaller.upload.OpenedFile;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees a call in hand through its attempt: to its ending, or back to where it waited. */
final class Outcomes {
  private static final Logger log = LoggerFactory.getLogger(Outcomes.class);

  private final LaneLock lock;
  private final EndingsAside aside;
  private final CallEndings endings;
  private final Attempts attempts;
  private final LaneParts parts;

  Outcomes(
      LaneLock lock,
      EndingsAside aside,
      CallEndings endings,
      PartitionAssignment assignment,
      LaneParts parts) {
    this.lock = lock;
    this.aside = aside;
    this.endings = endings;
    this.attempts = new Attempts(parts, assignment);
    this.parts = parts;
  }

  void send(
      QueuedCall call,
      GongAccount account,
      Permit permit,
      String holder,
      GongLine line,
      OpenedFile file) {
    try {
      Attempts.Made made = attempts.make(call, account, permit, holder, line, file);
      Integer status = Attempts.status(made.answer());
      // How long a large file takes says nothing of how long others will.
      Duration took = OpenedFile.stored(call.request()) == null ? made.took() : null;
      lock.change(book -> book.pace().answered(permit, System.nanoTime(), took, status));
      boolean again = parts.trials().heard(account, made.answer(), call.isTrial());
      judge(call, holder, made.answer(), again);
    } catch (RuntimeException bug) {
      log.error("The attempt of call {} broke", call.request().getCallId(), bug);
      judge(call, holder, new GongAnswer.NoResponse("The attempt broke on our side"), false);
    }
  }

  private void judge(QueuedCall call, String holder, GongAnswer answer, boolean again) {
    switch (again ? onceMore() : verdict(call, answer)) {
      case Verdict.End end -> {
        endings.answered(call, call.asMade(end.ended()));
        lock.change(book -> book.letGo(call));
      }
      case Verdict.Again repeat -> {
        if (call.changesGong() && repeat.certainlyUndone()) {
          parts.ledger().withdraw(call.request().getCallId(), holder);
        }
        call.awaitAccounts();
        again(call, repeat);
      }
    }
  }

  /** Gong did nothing, and said so of credentials that others take the place of. */
  private Verdict onceMore() {
    return new Verdict.Again(parts.clock().instant(), Ended.betweenCredentials());
  }

  /** The call pays for it with one of its tries; nothing was sent, so no quota was spent. */
  void notConnected(QueuedCall call, GongAnswer.NotConnected why) {
    call.foundNoConnection();
    switch (verdict(call, why)) {
      case Verdict.End end ->
          lock.change(
              book -> {
                book.letGo(call);
                aside.end(book, () -> endings.unsent(call, call.asMade(end.ended())));
              });
      case Verdict.Again again -> again(call, again);
    }
  }

  private void again(QueuedCall call, Verdict.Again again) {
    lock.change(
        book -> {
          call.repeat(again.notBefore(), again.otherwise());
          book.putBack(call);
        });
  }

  private Verdict verdict(QueuedCall call, GongAnswer answer) {
    return AttemptRules.judge(
        call.request(),
        call.tries(),
        answer,
        call.request().getDeadline().minus(parts.properties().shortestAttempt()),
        parts.clock().instant(),
        ThreadLocalRandom.current().nextDouble());
  }
}
