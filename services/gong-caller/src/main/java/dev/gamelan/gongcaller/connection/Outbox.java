package dev.gamelan.gongcaller.connection;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What is to be published of a change: written with it, in its transaction, and gone once Kafka has
 * it.
 */
@Repository
class Outbox {
  private final JdbcClient database;

  Outbox(JdbcClient database) {
    this.database = database;
  }

  /** Where a record goes. */
  enum Destination {
    AUDIT,
    STATE
  }

  /** The record is null where the topic is to forget its key. */
  record Outgoing(long id, Destination destination, String key, byte @Nullable [] record) {}

  void add(Destination destination, String key, byte @Nullable [] record) {
    database
        .sql(
            "insert into connection_outbox (destination, key, record)"
                + " values (:destination, :key, :record)")
        .param("destination", destination.name())
        .param("key", key)
        .param("record", record)
        .update();
  }

  boolean isEmpty() {
    return !database
        .sql("select exists (select 1 from connection_outbox)")
        .query(Boolean.class)
        .single();
  }

  /** True for one instance at a time, until its transaction has ended: so the order is kept. */
  boolean isOurs() {
    return database
        .sql("select pg_try_advisory_xact_lock(hashtext('connection_outbox'))")
        .query(Boolean.class)
        .single();
  }

  Optional<Outgoing> oldest() {
    return database
        .sql("select * from connection_outbox order by id limit 1")
        .query(
            (row, number) ->
                new Outgoing(
                    row.getLong("id"),
                    Destination.valueOf(row.getString("destination")),
                    row.getString("key"),
                    row.getBytes("record")))
        .optional();
  }

  void remove(long id) {
    database.sql("delete from connection_outbox where id = :id").param("id", id).update();
  }
}
