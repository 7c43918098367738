package dev.gamelan.gongcaller.connection;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check has found, as people read it.
 *
 * @param finished whether nothing more will come
 * @param verified whether Gong has accepted the connection's credentials in a real request
 * @param quotaUnits of the company's day that it has cost so far
 * @param quotaUnitsPlanned without what a repetition costs where Gong fails
 */
record CheckView(
    String id,
    String connection,
    Instant askedAt,
    boolean finished,
    boolean verified,
    String baseUrl,
    String credentials,
    int quotaUnits,
    int quotaUnitsPlanned,
    List<Finding> findings) {

  /**
   * One row.
   *
   * @param about {@code connection}, or a scope
   * @param verdict in one word, for programs
   * @param operation what was asked of Gong; null where nothing was
   */
  record Finding(
      String about,
      Verdict verdict,
      String sentence,
      @Nullable String operation,
      @Nullable Integer httpStatus) {}

  /** What a row comes down to. */
  enum Verdict {
    ACCEPTED,
    GRANTED,
    MISSING,
    NOT_TRIED,
    WAITING,
    REJECTED,
    WRONG_HOST,
    FORBIDDEN,
    NO_CONNECTION,
    NO_TURN,
    UNCLEAR
  }
}
