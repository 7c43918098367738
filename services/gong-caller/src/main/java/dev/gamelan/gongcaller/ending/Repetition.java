package dev.gamelan.gongcaller.ending;

import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a write ends whose idempotency key stands for another one: nothing is sent for it. */
public final class Repetition {
  private Repetition() {}

  /** Whether the call wants what was wanted first under its key. */
  public static boolean isOf(ToolCallRequested call, @Nullable String fingerprint) {
    return Objects.equals(call.getFingerprint(), fingerprint);
  }

  /** The first one is under way. */
  public static Ended inProgress(Instant retryAt) {
    return Ended.unanswered(
        Ending.KEY_IN_PROGRESS,
        "A write with this idempotency key is under way, and nothing was sent for this one. Trying"
            + " again with the same key helps: once the first has ended, its result is repeated.",
        true,
        retryAt);
  }

  /** The first one wanted something else. */
  public static Ended otherwiseUsed() {
    return Ended.unanswered(
        Ending.KEY_REUSED,
        "This idempotency key stands for another write: another tool, or other arguments. Nothing"
            + " was sent. Use a new key for each write, and the same one only to try that write"
            + " again.",
        false,
        null);
  }

  /**
   * The first one has ended.
   *
   * @param first the call it was
   * @param happened what a write of unknown outcome was found to be; null as long as nobody knows
   * @param age since when it has ended
   */
  public static Ended of(String first, Ended ended, @Nullable Boolean happened, Duration age) {
    Ended told =
        switch (ended.ending()) {
          case OUTCOME_UNKNOWN ->
              happened == null ? unsettled(first, ended) : settled(ended, happened);
          case ANSWERED -> ended.body() == null ? withoutBody(ended) : ended;
          default -> ended;
        };
    return told.after(0, null, Served.again(first, age));
  }

  private static Ended withoutBody(Ended ended) {
    return told(
        Ending.ANSWERED,
        "The write was done the first time. Gong's answer was empty, or was not kept; its status"
            + " and request id are what was kept of it.",
        ended);
  }

  private static Ended settled(Ended ended, boolean happened) {
    return happened
        ? told(
            Ending.ANSWERED,
            "Gong gave no answer when this write was sent; it was found out since that it has"
                + " happened. There is no answer of Gong's to repeat.",
            ended)
        : told(
            Ending.FAILED_AT_GONG,
            "Gong gave no answer when this write was sent; it was found out since that it has not"
                + " happened. To make it now, send it with a new idempotency key.",
            ended);
  }

  private static Ended unsettled(String first, Ended ended) {
    String why = ended.detail() == null ? "" : ended.detail() + " ";
    return told(
        Ending.OUTCOME_UNKNOWN,
        why
            + "It is on the list of writes of unknown outcome as call %s, where an administrator"
                .formatted(first)
            + " settles it; the same key tells then what was found.",
        ended);
  }

  private static Ended told(Ending ending, String detail, Ended ended) {
    return new Ended(
        ending,
        detail,
        false,
        null,
        ended.httpStatus(),
        null,
        null,
        ended.gongRequestId(),
        0,
        null);
  }
}
