package dev.gamelan.gongcaller.ledger;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.seal.WrappedKey;
import dev.gamelan.gongcaller.verification.Verifications;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallRequested;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of the ledger, one for each write that was about to be sent. */
@Repository
class WriteRows {
  private final JdbcClient database;
  private final KeptAnswers answers;

  WriteRows(JdbcClient database, KeptAnswers answers) {
    this.database = database;
    this.answers = answers;
  }

  /**
   * A write by its key.
   *
   * @param ended null as long as it has not
   * @param happened what a write of unknown outcome was found to be; null as long as nobody knows
   */
  record Keyed(
      String callId,
      @Nullable String fingerprint,
      Instant intendedAt,
      @Nullable Instant endedAt,
      @Nullable Ended ended,
      @Nullable Boolean happened) {}

  /** False where the call or its key has a row. */
  boolean add(ToolCallRequested call, String holder, int attempt) {
    return add(call, holder, attempt, call.getKeyDigest());
  }

  /** A row that leaves the key to who tries again; false where the call has one. */
  boolean addUnsent(ToolCallRequested call, String holder) {
    return add(call, holder, 0, null);
  }

  private boolean add(
      ToolCallRequested call, String holder, int attempt, @Nullable String keyDigest) {
    return database
            .sql(
                """
                insert into write_ledger (call_id, connection, holder, attempt,
                  operation, tool, caller, facts, key_digest, fingerprint)
                values (:call, :connection, :holder, :attempt,
                  :operation, :tool, :caller, :facts, :key, :fingerprint)
                on conflict do nothing
                """)
            .param("call", call.getCallId())
            .param("connection", call.getConnection())
            .param("holder", holder)
            .param("attempt", attempt)
            .param("operation", call.getOperation())
            .param("tool", call.getTool())
            .param("caller", call.getCaller())
            .param("facts", Verifications.facts(call))
            .param("key", keyDigest)
            .param("fingerprint", call.getFingerprint())
            .update()
        == 1;
  }

  /** False where it has ended, or is not there. */
  boolean sendAgain(String callId, String holder, int attempt) {
    return database
            .sql(
                """
                update write_ledger
                   set doubtful = true, holder = :holder, attempt = :attempt
                 where call_id = :call and ended_at is null
                """)
            .param("call", callId)
            .param("holder", holder)
            .param("attempt", attempt)
            .update()
        == 1;
  }

  void withdraw(String callId, String holder) {
    database
        .sql(
            "delete from write_ledger"
                + " where call_id = :call and holder = :holder and ended_at is null"
                + " and not doubtful")
        .param("call", callId)
        .param("holder", holder)
        .update();
  }

  boolean isDoubtful(String callId) {
    return database
        .sql("select exists (select from write_ledger where call_id = :call and doubtful)")
        .param("call", callId)
        .query(Boolean.class)
        .single();
  }

  /** False where it had ended before, or is not there. */
  boolean finish(String callId, Ended ended, Instant now) {
    String connection =
        database
            .sql("select connection from write_ledger where call_id = :call and ended_at is null")
            .param("call", callId)
            .query(String.class)
            .optional()
            .orElse(null);
    if (connection == null) {
      return false;
    }
    KeptAnswers.Sealed kept = answers.seal(connection, callId, ended);
    return database
            .sql(
                """
                update write_ledger
                   set ended_at = :endedAt, ending = :ending, detail = :detail,
                       retryable = :retryable, retry_at = :retryAt, http_status = :httpStatus,
                       content_type = :contentType, body = :body, seal_id = :sealId,
                       seal_key = :sealKey, gong_request_id = :gongRequestId,
                       attempts = :attempts, sent_at = :sentAt
                 where call_id = :call and ended_at is null
                """)
            .param("call", callId)
            .param("endedAt", Timestamp.from(now))
            .param("ending", ended.ending().name())
            .param("detail", ended.detail())
            .param("retryable", ended.retryable())
            .param("retryAt", timestamp(ended.retryAt()))
            .param("httpStatus", ended.httpStatus())
            .param("contentType", ended.contentType())
            .param("body", kept == null ? null : kept.body())
            .param("sealId", kept == null ? null : kept.key().masterKeyId())
            .param("sealKey", kept == null ? null : kept.key().wrapped())
            .param("gongRequestId", ended.gongRequestId())
            .param("attempts", ended.attempts())
            .param("sentAt", timestamp(ended.sentAt()))
            .update()
        == 1;
  }

  Optional<Ended> ending(String callId) {
    return database
        .sql("select * from write_ledger where call_id = :call and ended_at is not null")
        .param("call", callId)
        .query((row, number) -> ended(row))
        .optional();
  }

  /** The write that a key stands for; one that certainly was not done has given its key back. */
  Optional<Keyed> underKey(String keyDigest) {
    return database
        .sql(
            """
            select * from write_ledger
             where key_digest = :key and (ending is null or ending <> 'FAILED_AT_GONG')
            """)
        .param("key", keyDigest)
        .query((row, number) -> keyed(row))
        .optional();
  }

  /** From now on the key stands for nothing. */
  void freeKey(String callId) {
    database
        .sql("update write_ledger set key_digest = null where call_id = :call")
        .param("call", callId)
        .update();
  }

  List<String> openBefore(Instant moment) {
    return database
        .sql("select call_id from write_ledger where intended_at < :before and ended_at is null")
        .param("before", Timestamp.from(moment))
        .query((row, number) -> row.getString(1))
        .list();
  }

  /** But for those that nobody knows the outcome of. */
  int deleteBefore(Instant moment) {
    return database
        .sql(
            """
            delete from write_ledger
             where intended_at < :before and ended_at is not null
               and (ending <> 'OUTCOME_UNKNOWN' or settled_at < :before)
            """)
        .param("before", Timestamp.from(moment))
        .update();
  }

  private Keyed keyed(ResultSet row) throws SQLException {
    Instant endedAt = instant(row.getTimestamp("ended_at"));
    return new Keyed(
        row.getString("call_id"),
        row.getString("fingerprint"),
        row.getTimestamp("intended_at").toInstant(),
        endedAt,
        endedAt == null ? null : ended(row),
        (Boolean) row.getObject("happened"));
  }

  private Ended ended(ResultSet row) throws SQLException {
    return new Ended(
        Ending.valueOf(row.getString("ending")),
        row.getString("detail"),
        row.getBoolean("retryable"),
        instant(row.getTimestamp("retry_at")),
        (Integer) row.getObject("http_status"),
        row.getString("content_type"),
        body(row),
        row.getString("gong_request_id"),
        row.getInt("attempts"),
        instant(row.getTimestamp("sent_at")));
  }

  private byte @Nullable [] body(ResultSet row) throws SQLException {
    byte[] body = row.getBytes("body");
    String sealId = row.getString("seal_id");
    if (body == null || sealId == null) {
      // Earlier versions kept answers as they were.
      return body;
    }
    var key = new WrappedKey(sealId, row.getBytes("seal_key"));
    return answers.open(
        row.getString("connection"), row.getString("call_id"), new KeptAnswers.Sealed(key, body));
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
