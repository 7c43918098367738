package dev.gamelan.gongcaller.ending;

import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.schemas.Ending;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a call ended, in full. */
public record Ended(
    Ending ending,
    @Nullable String detail,
    boolean retryable,
    @Nullable Instant retryAt,
    @Nullable Integer httpStatus,
    @Nullable String contentType,
    byte @Nullable [] body,
    @Nullable String gongRequestId,
    int attempts,
    @Nullable Instant sentAt) {

  private static final int CONFLICT = 409;

  /** Without an answer of Gong's. */
  public static Ended unanswered(
      Ending ending, String detail, boolean retryable, @Nullable Instant retryAt) {
    return new Ended(ending, detail, retryable, retryAt, null, null, null, null, 0, null);
  }

  public static Ended expired() {
    return unanswered(
        Ending.EXPIRED,
        "The deadline passed before the call's turn came. Gong was not asked."
            + " Trying again helps, with a later deadline or when fewer calls wait.",
        true,
        null);
  }

  public static Ended cancelled() {
    return unanswered(
        Ending.CANCELLED,
        "The call was cancelled before its turn came. Gong was not asked.",
        true,
        null);
  }

  public static Ended quotaSpent(Instant retryAt) {
    return quotaSpent("The day's quota of requests to Gong is spent", retryAt);
  }

  /** A part of the day's quota is spent, and others may go on. */
  public static Ended quotaSpent(String what, Instant retryAt) {
    return unanswered(
        Ending.QUOTA_SPENT,
        what + ". Gong was not asked." + " Trying again helps from %s on.".formatted(retryAt),
        true,
        retryAt);
  }

  public static Ended unsendable(String problem) {
    return unanswered(
        Ending.FAILED_AT_GONG,
        "The request was not sent to Gong, because %s. Trying again does not help."
            .formatted(problem),
        false,
        null);
  }

  public static Ended fileGone() {
    return unanswered(
        Ending.FAILED_AT_GONG,
        "The uploaded file is not kept any more: too much time passed before the call's turn came."
            + " Nothing was sent to Gong; upload the file again.",
        true,
        null);
  }

  /** The connection as it is now cannot ask. */
  public static Ended notAsked(String sentence, boolean retryable) {
    return unanswered(Ending.FAILED_AT_GONG, sentence, retryable, null);
  }

  public static Ended betweenCredentials() {
    return unanswered(
        Ending.FAILED_AT_GONG,
        "Gong accepted neither the connection's old credentials nor, in time, new ones."
            + " Nothing was changed; trying again helps once an administrator has replaced them.",
        true,
        null);
  }

  public static Ended ledgerAway() {
    return unanswered(
        Ending.FAILED_AT_GONG,
        "The write was not sent to Gong, because the ledger that keeps it from being sent twice"
            + " cannot be reached. Nothing was changed; trying again later helps.",
        true,
        null);
  }

  public static Ended unknownAfterCrash() {
    return unanswered(
        Ending.OUTCOME_UNKNOWN,
        "The write was about to be sent to Gong, or was sent, and there was no answer before the"
            + " service stopped or time ran out. It may or may not have happened: look at Gong"
            + " before trying again.",
        false,
        null);
  }

  /**
   * The same, where an earlier attempt was sent without an answer: what came of this one does not
   * say that nothing has happened.
   */
  public Ended afterDoubt() {
    return switch (ending) {
      case ANSWERED, OUTCOME_UNKNOWN -> this;
      case REFUSED_BY_GONG -> Integer.valueOf(CONFLICT).equals(httpStatus) ? knownToGong() : this;
      case ANSWER_TOO_LARGE ->
          httpStatus != null && httpStatus / 100 == 2 ? this : unknownAfterDoubt();
      default -> unknownAfterDoubt();
    };
  }

  private Ended knownToGong() {
    return new Ended(
        ending,
        "Gong refused a repetition of this write with status 409; the first attempt had no answer."
            + " Where Gong says that it knows the write already, the first attempt was carried"
            + " out. Nothing was done twice, and trying the same again does not help.",
        false,
        null,
        httpStatus,
        contentType,
        body,
        gongRequestId,
        attempts,
        sentAt);
  }

  private Ended unknownAfterDoubt() {
    return new Ended(
        Ending.OUTCOME_UNKNOWN,
        "The write was sent to Gong and had no answer, and could not be repeated in time. It may"
            + " or may not have happened: look at Gong before trying again.",
        false,
        null,
        httpStatus,
        null,
        null,
        gongRequestId,
        attempts,
        sentAt);
  }

  /** Gong said that the credentials may not do this. */
  public boolean lacksScope() {
    return httpStatus != null && body != null && GongAnswer.lacksScope(httpStatus, body);
  }

  public Ended after(int attemptsMade, @Nullable Instant lastSentAt) {
    return new Ended(
        ending,
        detail,
        retryable,
        retryAt,
        httpStatus,
        contentType,
        body,
        gongRequestId,
        attemptsMade,
        lastSentAt);
  }

  /** The same, where the answer itself cannot be passed on or kept. */
  public Ended withoutBody(Ending instead, String why) {
    return new Ended(
        instead, why, false, null, httpStatus, contentType, null, gongRequestId, attempts, sentAt);
  }
}
