package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.seal.WrappedKey;
import dev.gamelan.schemas.ConnectionStanding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables of connections. Whoever changes a connection has locked its row before. */
@Repository
class ConnectionStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private final JdbcClient database;

  ConnectionStore(JdbcClient database) {
    this.database = database;
  }

  /** A number that never comes again. */
  long nextNumber() {
    return database.sql("select nextval('connection_change')").query(Long.class).single();
  }

  /** All names, each with the version it has now. */
  Map<String, Long> versions() {
    record Named(String name, long version) {}
    return database
        .sql("select name, version from connection")
        .query((row, number) -> new Named(row.getString(1), row.getLong(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Named::name, Named::version));
  }

  Optional<Kept> find(String name) {
    return find(name, "");
  }

  /** Nobody else changes it until the transaction has ended. */
  Optional<Kept> lock(String name) {
    return find(name, " for update");
  }

  private Optional<Kept> find(String name, String locking) {
    return database
        .sql("select * from connection where name = :name" + locking)
        .param("name", name)
        .query((row, number) -> connection(row))
        .optional()
        .map(row -> new Kept(row, credentials(name)));
  }

  List<String> names(String after, int limit) {
    return database
        .sql("select name from connection where name > :after order by name limit :limit")
        .param("after", after)
        .param("limit", limit)
        .query((row, number) -> row.getString(1))
        .list();
  }

  /** Of those that somebody administers. */
  List<String> namesOf(String administrator, String after, int limit) {
    return database
        .sql(
            "select name from connection where name > :after"
                + " and administrators::jsonb @> to_jsonb(array[:administrator]::text[])"
                + " order by name limit :limit")
        .param("after", after)
        .param("administrator", administrator)
        .param("limit", limit)
        .query((row, number) -> row.getString(1))
        .list();
  }

  private List<CredentialRow> credentials(String connection) {
    return database
        .sql("select * from connection_credentials where connection = :name order by generation")
        .param("name", connection)
        .query((row, number) -> credential(row))
        .list();
  }

  /** False where there is one of its name already. */
  boolean insert(ConnectionRow row) {
    WrappedKey key = row.dataKey();
    return bound(
                """
                insert into connection (name, source, base_url, standing, title, tags,
                  administrators, verified_at, problem, rotating_until, probe_due_at,
                  master_key_id, data_key, revision, version, created_at, changed_at)
                values (:name, :source, :baseUrl, :standing, :title, :tags, :administrators,
                  :verifiedAt, :problem, :rotatingUntil, :probeDueAt, :masterKeyId, :dataKey,
                  :revision, :version, :createdAt, :changedAt)
                on conflict (name) do nothing
                """,
                row,
                key)
            .update()
        == 1;
  }

  void update(ConnectionRow row) {
    bound(
            """
            update connection
               set source = :source, base_url = :baseUrl, standing = :standing, title = :title,
                   tags = :tags, administrators = :administrators, verified_at = :verifiedAt,
                   problem = :problem, rotating_until = :rotatingUntil,
                   probe_due_at = :probeDueAt, master_key_id = :masterKeyId, data_key = :dataKey,
                   revision = :revision, version = :version, created_at = :createdAt,
                   changed_at = :changedAt
             where name = :name
            """,
            row,
            row.dataKey())
        .update();
  }

  private JdbcClient.StatementSpec bound(String sql, ConnectionRow row, @Nullable WrappedKey key) {
    return database
        .sql(sql)
        .param("name", row.name())
        .param("source", row.source().name())
        .param("baseUrl", row.baseUrl())
        .param("standing", row.standing().name())
        .param("title", row.title())
        .param("tags", JSON.writeValueAsString(row.tags()))
        .param("administrators", JSON.writeValueAsString(row.administrators()))
        .param("verifiedAt", timestamp(row.verifiedAt()))
        .param("problem", row.problem())
        .param("rotatingUntil", timestamp(row.rotatingUntil()))
        .param("probeDueAt", timestamp(row.probeDueAt()))
        .param("masterKeyId", key == null ? null : key.masterKeyId())
        .param("dataKey", key == null ? null : key.wrapped())
        .param("revision", row.revision())
        .param("version", row.version())
        .param("createdAt", timestamp(row.createdAt()))
        .param("changedAt", timestamp(row.changedAt()));
  }

  /** With it go its credentials and all that is sealed. */
  void delete(String name) {
    database.sql("delete from connection where name = :name").param("name", name).update();
  }

  void insert(String connection, CredentialRow row) {
    bound(
            """
            insert into connection_credentials (connection, generation, state, kind, base_url,
              fingerprint, expires_at, warned_at, refused_at, problem, created_at, switched_at)
            values (:connection, :generation, :state, :kind, :baseUrl, :fingerprint, :expiresAt,
              :warnedAt, :refusedAt, :problem, :createdAt, :switchedAt)
            """,
            connection,
            row)
        .update();
  }

  void update(String connection, CredentialRow row) {
    bound(
            """
            update connection_credentials
               set state = :state, kind = :kind, base_url = :baseUrl, fingerprint = :fingerprint,
                   expires_at = :expiresAt, warned_at = :warnedAt, refused_at = :refusedAt,
                   problem = :problem, created_at = :createdAt, switched_at = :switchedAt
             where connection = :connection and generation = :generation
            """,
            connection,
            row)
        .update();
  }

  private JdbcClient.StatementSpec bound(String sql, String connection, CredentialRow row) {
    return database
        .sql(sql)
        .param("connection", connection)
        .param("generation", row.generation())
        .param("state", row.state().name())
        .param("kind", row.kind())
        .param("baseUrl", row.baseUrl())
        .param("fingerprint", row.fingerprint())
        .param("expiresAt", timestamp(row.expiresAt()))
        .param("warnedAt", timestamp(row.warnedAt()))
        .param("refusedAt", timestamp(row.refusedAt()))
        .param("problem", row.problem())
        .param("createdAt", timestamp(row.createdAt()))
        .param("switchedAt", timestamp(row.switchedAt()));
  }

  void delete(String connection, long generation) {
    database
        .sql("delete from connection_credentials where connection = :name and generation = :number")
        .param("name", connection)
        .param("number", generation)
        .update();
  }

  void keep(String connection, long generation, String field, byte[] sealed) {
    database
        .sql(
            "insert into connection_secret (connection, generation, field, sealed)"
                + " values (:name, :number, :field, :sealed)"
                + " on conflict (connection, generation, field) do update set sealed = :sealed")
        .param("name", connection)
        .param("number", generation)
        .param("field", field)
        .param("sealed", sealed)
        .update();
  }

  Map<String, byte[]> sealed(String connection, long generation) {
    record Field(String name, byte[] sealed) {}
    return database
        .sql(
            "select field, sealed from connection_secret"
                + " where connection = :name and generation = :number")
        .param("name", connection)
        .param("number", generation)
        .query((row, number) -> new Field(row.getString(1), row.getBytes(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Field::name, Field::sealed));
  }

  /** Connections that something is to be done about by now, because of time alone. */
  List<String> due(Instant now, Instant switchedBefore, Instant expiresBefore) {
    return database
        .sql(
            """
            select name from connection
             where (probe_due_at <= :now and standing = 'ACTIVE') or rotating_until <= :now
            union
            select connection from connection_credentials
             where (state = 'RETIRING' and switched_at < :switchedBefore)
                or (state = 'CURRENT' and expires_at < :expiresBefore and warned_at is null)
            """)
        .param("now", timestamp(now))
        .param("switchedBefore", timestamp(switchedBefore))
        .param("expiresBefore", timestamp(expiresBefore))
        .query((row, number) -> row.getString(1))
        .list();
  }

  /** True for the one who tries the credentials this time. */
  boolean takeProbe(String name, Instant now, Instant next) {
    return database
            .sql(
                "update connection set probe_due_at = :next"
                    + " where name = :name and probe_due_at <= :now and standing = 'ACTIVE'")
            .param("name", name)
            .param("now", timestamp(now))
            .param("next", timestamp(next))
            .update()
        == 1;
  }

  private static ConnectionRow connection(ResultSet row) throws SQLException {
    String masterKeyId = row.getString("master_key_id");
    return new ConnectionRow(
        row.getString("name"),
        ConnectionRow.Source.valueOf(row.getString("source")),
        row.getString("base_url"),
        ConnectionStanding.valueOf(row.getString("standing")),
        row.getString("title"),
        JSON.readValue(row.getString("tags"), TEXTS),
        JSON.readValue(row.getString("administrators"), TEXTS),
        instant(row, "verified_at"),
        row.getString("problem"),
        instant(row, "rotating_until"),
        instant(row, "probe_due_at"),
        masterKeyId == null ? null : new WrappedKey(masterKeyId, row.getBytes("data_key")),
        row.getLong("revision"),
        row.getLong("version"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("changed_at").toInstant());
  }

  private static CredentialRow credential(ResultSet row) throws SQLException {
    return new CredentialRow(
        row.getLong("generation"),
        CredentialRow.State.valueOf(row.getString("state")),
        row.getString("kind"),
        row.getString("base_url"),
        row.getString("fingerprint"),
        instant(row, "expires_at"),
        instant(row, "warned_at"),
        instant(row, "refused_at"),
        row.getString("problem"),
        row.getTimestamp("created_at").toInstant(),
        instant(row, "switched_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp timestamp = row.getTimestamp(column);
    return timestamp == null ? null : timestamp.toInstant();
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }
}
