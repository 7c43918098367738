package dev.gamelan.gongcaller.connection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of checks: any instance may ask, and whoever holds the lane writes the answers. */
@Repository
class CheckStore {
  private final JdbcClient database;

  CheckStore(JdbcClient database) {
    this.database = database;
  }

  /** A check as it was asked for. */
  record Check(UUID id, String connection, String askedBy, Instant askedAt, Instant deadline) {}

  /**
   * One request of a check, and how it ended; everything is null until then.
   *
   * @param lacksScope whether Gong said that the credentials may not do it
   */
  record Probed(
      int number,
      @Nullable String ending,
      @Nullable Integer httpStatus,
      int attempts,
      boolean lacksScope,
      @Nullable String detail) {
    boolean hasEnded() {
      return ending != null;
    }
  }

  /** False where one is under way already. The last few are kept. */
  boolean insert(Check check) {
    database
        .sql(
            "delete from connection_check where id in (select id from connection_check"
                + " where connection = :connection order by asked_at desc offset 9)")
        .param("connection", check.connection())
        .update();
    return database
            .sql(
                """
                insert into connection_check (id, connection, asked_by, asked_at, deadline)
                select :id, name, :askedBy, :askedAt, :deadline from connection
                 where name = :connection
                   and not exists (
                     select 1 from connection_check other
                       join connection_check_probe probe on probe.check_id = other.id
                      where other.connection = :connection and other.deadline > :askedAt
                        and probe.ending is null)
                """)
            .param("id", check.id())
            .param("connection", check.connection())
            .param("askedBy", check.askedBy())
            .param("askedAt", Timestamp.from(check.askedAt()))
            .param("deadline", Timestamp.from(check.deadline()))
            .update()
        == 1;
  }

  void insertProbe(UUID check, int number) {
    database
        .sql("insert into connection_check_probe (check_id, number) values (:check, :number)")
        .param("check", check)
        .param("number", number)
        .update();
  }

  void end(UUID check, Probed probed) {
    database
        .sql(
            "update connection_check_probe set ending = :ending, http_status = :status,"
                + " attempts = :attempts, lacks_scope = :lacksScope, detail = :detail"
                + " where check_id = :check and number = :number")
        .param("check", check)
        .param("number", probed.number())
        .param("ending", probed.ending())
        .param("status", probed.httpStatus())
        .param("attempts", probed.attempts())
        .param("lacksScope", probed.lacksScope())
        .param("detail", probed.detail())
        .update();
  }

  Optional<Check> find(String connection, UUID id) {
    return database
        .sql("select * from connection_check where id = :id and connection = :connection")
        .param("id", id)
        .param("connection", connection)
        .query(
            (row, number) ->
                new Check(
                    row.getObject("id", UUID.class),
                    row.getString("connection"),
                    row.getString("asked_by"),
                    row.getTimestamp("asked_at").toInstant(),
                    row.getTimestamp("deadline").toInstant()))
        .optional();
  }

  List<Probed> probes(UUID check) {
    return database
        .sql("select * from connection_check_probe where check_id = :check order by number")
        .param("check", check)
        .query((row, number) -> probed(row))
        .list();
  }

  private static Probed probed(ResultSet row) throws SQLException {
    return new Probed(
        row.getInt("number"),
        row.getString("ending"),
        row.getObject("http_status", Integer.class),
        row.getInt("attempts"),
        row.getBoolean("lacks_scope"),
        row.getString("detail"));
  }
}
