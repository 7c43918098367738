package dev.gamelan.gongcaller.ending;

import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Judges an attempt: a read may be repeated, and so may anything that certainly did not happen; a
 * write that may have happened is sent again only where Gong would know it by its key.
 */
public final class AttemptRules {
  private static final int MOST_TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration UNSTATED_RETRY_AFTER = Duration.ofSeconds(1);

  private AttemptRules() {}

  /** Whether an operation may change something at Gong; what is not known to read, may. */
  public static boolean changes(Effect effect) {
    return effect != Effect.READ;
  }

  /**
   * @param tries made so far, this one included, whether or not Gong was reached
   * @param jitter from 0 to 1, so that failed calls do not come back in step
   */
  public static Verdict judge(
      ToolCallRequested call,
      int tries,
      GongAnswer answer,
      Instant deadline,
      Instant now,
      double jitter) {
    Effect effect = call.getEffect();
    return switch (answer) {
      case GongAnswer.Responded responded -> {
        int status = responded.status();
        if (status / 100 == 2) {
          yield new Verdict.End(heard(responded));
        }
        if (status == 429) {
          Duration wait = responded.retryAfter();
          Instant retryAt = now.plus(wait == null ? UNSTATED_RETRY_AFTER : wait);
          yield again(tries, retryAt, deadline, tooMany(retryAt, responded));
        }
        if (status / 100 == 3) {
          yield new Verdict.End(
              ended(Ending.REFUSED_BY_GONG, redirected(responded), false, null, responded));
        }
        if (status / 100 == 4) {
          yield new Verdict.End(heard(responded));
        }
        String what = "Gong answered with status %d.".formatted(status);
        Failure failure = doubted(effect, what);
        yield inDoubt(call, tries, deadline, now, jitter, failure.withAnswer(responded));
      }
      case GongAnswer.TooLarge tooLarge ->
          new Verdict.End(
              tooLarge.status() / 100 == 5 && changes(effect)
                  ? unknown("Gong answered with status %d.".formatted(tooLarge.status())).ended()
                  : tooLarge(effect, tooLarge));
      case GongAnswer.NoResponse none ->
          inDoubt(call, tries, deadline, now, jitter, doubted(effect, none.reason() + ".").ended());
      case GongAnswer.BrokenOff broken ->
          new Verdict.End(
              Ended.unanswered(
                  Ending.FAILED_AT_GONG,
                  broken.reason()
                      + ". The request to Gong was broken off before it was whole, so nothing was"
                      + " changed; upload the file again.",
                  true,
                  null));
      case GongAnswer.NotConnected none ->
          again(
              tries,
              now.plus(pause(tries, jitter)),
              deadline,
              failed(none.reason() + "; nothing was sent.").ended());
    };
  }

  /**
   * How a call ends whose answer would be the same if it were sent again.
   *
   * @param responded with a status from 200 to 299, or from 400 to 499 but for 429
   */
  public static Ended heard(GongAnswer.Responded responded) {
    return responded.status() / 100 == 2
        ? ended(Ending.ANSWERED, null, false, null, responded)
        : ended(
            Ending.REFUSED_BY_GONG,
            "Gong refused the call with status %d. Trying the same again does not help."
                .formatted(responded.status()),
            false,
            null,
            responded);
  }

  private static Failure doubted(Effect effect, String what) {
    return changes(effect) ? unknown(what) : failed(what);
  }

  /** It may have happened. */
  private static Verdict inDoubt(
      ToolCallRequested call,
      int tries,
      Instant deadline,
      Instant now,
      double jitter,
      Ended otherwise) {
    return changes(call.getEffect()) && !KeyedWrites.knows(call)
        ? new Verdict.End(otherwise)
        : again(tries, now.plus(pause(tries, jitter)), deadline, otherwise);
  }

  private static Verdict again(int tries, Instant notBefore, Instant deadline, Ended otherwise) {
    return tries < MOST_TRIES && notBefore.isBefore(deadline)
        ? new Verdict.Again(notBefore, otherwise)
        : new Verdict.End(otherwise);
  }

  private static Duration pause(int tries, double jitter) {
    long millis = FIRST_PAUSE.toMillis() << Math.min(tries - 1, 5);
    return Duration.ofMillis(millis + Math.round(millis * jitter / 2));
  }

  private record Failure(Ending ending, String detail, boolean retryable) {
    Ended ended() {
      return Ended.unanswered(ending, detail, retryable, null);
    }

    Ended withAnswer(GongAnswer.Responded responded) {
      return new Ended(
          ending,
          detail,
          retryable,
          null,
          responded.status(),
          null,
          null,
          responded.requestId(),
          0,
          null);
    }
  }

  private static Failure failed(String what) {
    return new Failure(
        Ending.FAILED_AT_GONG, what + " Nothing was changed; trying again later may help.", true);
  }

  private static Failure unknown(String what) {
    return new Failure(
        Ending.OUTCOME_UNKNOWN,
        what + " The write may or may not have happened: look at Gong before trying again.",
        false);
  }

  private static Ended tooMany(Instant retryAt, GongAnswer.Responded responded) {
    return ended(
        Ending.FAILED_AT_GONG,
        "Gong accepts no more requests for now (429). Nothing was changed;"
            + " trying again helps from %s on.".formatted(retryAt),
        true,
        retryAt,
        responded);
  }

  private static String redirected(GongAnswer.Responded responded) {
    String host = responded.redirectedTo();
    return "Gong answered with a redirect (%d)%s, which is not followed: the base URL configured"
            .formatted(responded.status(), host == null ? "" : " to " + host)
        + " for this connection is not this company's. An administrator can read the right one"
        + " in Gong, beside its API keys.";
  }

  private static Ended tooLarge(Effect effect, GongAnswer.TooLarge answer) {
    String done = changes(effect) && answer.status() / 100 == 2 ? " The change was made." : "";
    return new Ended(
        Ending.ANSWER_TOO_LARGE,
        "Gong's answer is larger than %d MB, the most that is passed on.%s"
                .formatted(answer.limit() / (1024 * 1024), done)
            + " Ask for less: a shorter range of time, fewer ids, or fewer of the optional parts."
            + " Trying the same again does not help.",
        false,
        null,
        answer.status(),
        null,
        null,
        answer.requestId(),
        0,
        null);
  }

  private static Ended ended(
      Ending ending,
      @Nullable String detail,
      boolean retryable,
      @Nullable Instant retryAt,
      GongAnswer.Responded responded) {
    return new Ended(
        ending,
        detail,
        retryable,
        retryAt,
        responded.status(),
        responded.contentType(),
        responded.body(),
        responded.requestId(),
        0,
        null);
  }
}
