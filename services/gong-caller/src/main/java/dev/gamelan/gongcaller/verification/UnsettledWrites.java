package dev.gamelan.gongcaller.verification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of the ledger that nobody knows the outcome of, and what became of them. */
@Repository
class UnsettledWrites {
  private final JdbcClient database;

  UnsettledWrites(JdbcClient database) {
    this.database = database;
  }

  Optional<UnsettledWrite> find(String callId) {
    return database
        .sql("select * from write_ledger where call_id = :call and ending = 'OUTCOME_UNKNOWN'")
        .param("call", callId)
        .query((row, number) -> write(row))
        .optional();
  }

  /**
   * Those that wait, in the order of their ids.
   *
   * @param connection null for all
   * @param administrator null where all connections may be looked at
   */
  List<UnsettledWrite> waiting(
      @Nullable String connection, @Nullable String administrator, String after, int limit) {
    return database
        .sql(
            """
            select * from write_ledger
             where ending = 'OUTCOME_UNKNOWN' and settled_at is null and call_id > :after
               and (:connection::text is null or connection = :connection)
               and (:administrator::text is null or connection in
                 (select name from connection
                   where administrators::jsonb @> to_jsonb(array[:administrator]::text[])))
             order by call_id limit :limit
            """)
        .param("after", after)
        .param("connection", connection)
        .param("administrator", administrator)
        .param("limit", limit)
        .query((row, number) -> write(row))
        .list();
  }

  /** False where it is settled already. */
  boolean settle(String callId, UnsettledWrite.Settlement settlement) {
    return database
            .sql(
                """
                update write_ledger
                   set settled_at = :at, settled_by = :by, happened = :happened, note = :note
                 where call_id = :call and ending = 'OUTCOME_UNKNOWN' and settled_at is null
                """)
            .param("call", callId)
            .param("at", Timestamp.from(settlement.at()))
            .param("by", settlement.by())
            .param("happened", settlement.happened())
            .param("note", settlement.note())
            .update()
        == 1;
  }

  /** Takes those that Gong is to be asked about by now: of several instances each gets others. */
  List<UnsettledWrite> takeDue(Instant endedBefore, Instant askedBefore, int times, Instant now) {
    return database
        .sql(
            """
            update write_ledger set verifications = verifications + 1, verified_at = :now
             where call_id in (
               select call_id from write_ledger
                where ending = 'OUTCOME_UNKNOWN' and settled_at is null and facts is not null
                  and ended_at <= :endedBefore and verifications < :times
                  and (verified_at is null or verified_at <= :askedBefore)
                order by call_id limit 20 for update skip locked)
            returning *
            """)
        .param("now", Timestamp.from(now))
        .param("endedBefore", Timestamp.from(endedBefore))
        .param("askedBefore", Timestamp.from(askedBefore))
        .param("times", times)
        .query((row, number) -> write(row))
        .list();
  }

  private static UnsettledWrite write(ResultSet row) throws SQLException {
    Timestamp settledAt = row.getTimestamp("settled_at");
    return new UnsettledWrite(
        row.getString("call_id"),
        row.getString("connection"),
        row.getString("caller"),
        row.getString("tool"),
        row.getString("operation"),
        row.getTimestamp("intended_at").toInstant(),
        row.getTimestamp("ended_at").toInstant(),
        row.getString("detail"),
        (Integer) row.getObject("http_status"),
        row.getString("gong_request_id"),
        row.getInt("verifications"),
        settledAt == null
            ? null
            : new UnsettledWrite.Settlement(
                row.getBoolean("happened"),
                row.getString("settled_by"),
                settledAt.toInstant(),
                row.getString("note")),
        row.getString("facts"));
  }
}
