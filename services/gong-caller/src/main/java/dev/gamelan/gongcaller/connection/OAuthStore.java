package dev.gamelan.gongcaller.connection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of consent: what was asked for, with which integration, and what is to be renewed. */
@Repository
class OAuthStore {
  private static final int ASKED_AT_ONCE = 20;

  private final JdbcClient database;

  OAuthStore(JdbcClient database) {
    this.database = database;
  }

  /** An integration as it is kept. */
  record App(String clientId, byte[] sealedSecret) {}

  /** A consent that somebody asked for. */
  record Asked(
      String connection,
      String caller,
      @Nullable String displayName,
      String redirectUri,
      byte[] sealedVerifier,
      Instant expiresAt) {}

  /**
   * When tokens are to be renewed.
   *
   * @param dueAt null where Gong renews them no more
   * @param endsAt when the access token ends
   * @param askedAt since when somebody asks for new ones, and may have died over it; or null
   */
  record Renewal(
      String connection,
      long generation,
      @Nullable Instant dueAt,
      Instant endsAt,
      int failures,
      String scopes,
      @Nullable Instant askedAt) {

    boolean isDue(Instant now) {
      return dueAt != null && !dueAt.isAfter(now);
    }

    Renewal lost() {
      return new Renewal(connection, generation, null, endsAt, failures, scopes, null);
    }

    Renewal failed(Instant next) {
      return new Renewal(connection, generation, next, endsAt, failures + 1, scopes, null);
    }
  }

  void keep(String connection, App app) {
    database
        .sql(
            "insert into oauth_app (connection, client_id, client_secret)"
                + " values (:connection, :id, :secret) on conflict (connection)"
                + " do update set client_id = :id, client_secret = :secret")
        .param("connection", connection)
        .param("id", app.clientId())
        .param("secret", app.sealedSecret())
        .update();
  }

  Optional<App> app(String connection) {
    return database
        .sql("select * from oauth_app where connection = :connection")
        .param("connection", connection)
        .query((row, number) -> new App(row.getString("client_id"), row.getBytes("client_secret")))
        .optional();
  }

  /** Those that are over go, and the oldest where somebody asks without end. */
  void ask(byte[] stateHash, Asked asked, Instant now) {
    database
        .sql("delete from oauth_asked where expires_at <= :now")
        .param("now", Timestamp.from(now))
        .update();
    database
        .sql(
            "delete from oauth_asked where state_hash in (select state_hash from oauth_asked"
                + " where connection = :connection order by expires_at desc offset :most)")
        .param("connection", asked.connection())
        .param("most", ASKED_AT_ONCE - 1)
        .update();
    database
        .sql(
            "insert into oauth_asked (state_hash, connection, caller, display_name, redirect_uri,"
                + " verifier, expires_at) values (:hash, :connection, :caller, :displayName,"
                + " :redirectUri, :verifier, :expiresAt)")
        .param("hash", stateHash)
        .param("connection", asked.connection())
        .param("caller", asked.caller())
        .param("displayName", asked.displayName())
        .param("redirectUri", asked.redirectUri())
        .param("verifier", asked.sealedVerifier())
        .param("expiresAt", Timestamp.from(asked.expiresAt()))
        .update();
  }

  /** Takes it away: of all who bring the same state, one gets it. */
  Optional<Asked> take(byte[] stateHash, Instant now) {
    return database
        .sql("delete from oauth_asked where state_hash = :hash returning *")
        .param("hash", stateHash)
        .query(
            (row, number) ->
                new Asked(
                    row.getString("connection"),
                    row.getString("caller"),
                    row.getString("display_name"),
                    row.getString("redirect_uri"),
                    row.getBytes("verifier"),
                    row.getTimestamp("expires_at").toInstant()))
        .optional()
        .filter(asked -> asked.expiresAt().isAfter(now));
  }

  void insert(Renewal renewal) {
    bound(
            "insert into oauth_renewal (connection, generation, due_at, ends_at, failures, scopes)"
                + " values (:connection, :generation, :dueAt, :endsAt, :failures, :scopes)",
            renewal)
        .update();
  }

  void update(Renewal renewal) {
    bound(
            "update oauth_renewal set due_at = :dueAt, ends_at = :endsAt, failures = :failures,"
                + " scopes = :scopes, asked_at = null where connection = :connection and generation = :generation",
            renewal)
        .update();
  }

  private JdbcClient.StatementSpec bound(String sql, Renewal renewal) {
    Instant dueAt = renewal.dueAt();
    return database
        .sql(sql)
        .param("connection", renewal.connection())
        .param("generation", renewal.generation())
        .param("dueAt", dueAt == null ? null : Timestamp.from(dueAt))
        .param("endsAt", Timestamp.from(renewal.endsAt()))
        .param("failures", renewal.failures())
        .param("scopes", renewal.scopes());
  }

  Optional<Renewal> find(String connection, long generation) {
    return database
        .sql(
            "select * from oauth_renewal"
                + " where connection = :connection and generation = :generation")
        .param("connection", connection)
        .param("generation", generation)
        .query((row, number) -> renewal(row))
        .optional();
  }

  /** Those to be renewed by now, the longest due first. */
  List<Renewal> due(Instant now) {
    return database
        .sql(
            """
            select renewal.* from oauth_renewal renewal
              join connection_credentials credentials using (connection, generation)
             where renewal.due_at <= :now and credentials.state <> 'RETIRING'
             order by renewal.due_at limit 100
            """)
        .param("now", Timestamp.from(now))
        .query((row, number) -> renewal(row))
        .list();
  }

  /** Before the request leaves: from then on the refresh token may have been spent. */
  void asks(String connection, long generation, Instant now) {
    database
        .sql(
            "update oauth_renewal set asked_at = :now"
                + " where connection = :connection and generation = :generation")
        .param("connection", connection)
        .param("generation", generation)
        .param("now", Timestamp.from(now))
        .update();
  }

  /**
   * True for one instance at a time, until its transaction has ended. No row is locked, so that
   * nobody who changes or deletes the connection waits for Gong.
   */
  boolean isOurs(long generation) {
    return database
        .sql("select pg_try_advisory_xact_lock(hashtext('oauth_renewal'), :generation)")
        .param("generation", (int) (generation % Integer.MAX_VALUE))
        .query(Boolean.class)
        .single();
  }

  /** Not later than then; but where it failed before, or is lost, it stays as it is. */
  void hasten(String connection, long generation, Instant dueAt) {
    database
        .sql(
            "update oauth_renewal set due_at = :dueAt where connection = :connection"
                + " and generation = :generation and due_at > :dueAt and failures = 0")
        .param("connection", connection)
        .param("generation", generation)
        .param("dueAt", Timestamp.from(dueAt))
        .update();
  }

  private static Renewal renewal(ResultSet row) throws SQLException {
    Timestamp dueAt = row.getTimestamp("due_at");
    Timestamp askedAt = row.getTimestamp("asked_at");
    return new Renewal(
        row.getString("connection"),
        row.getLong("generation"),
        dueAt == null ? null : dueAt.toInstant(),
        row.getTimestamp("ends_at").toInstant(),
        row.getInt("failures"),
        row.getString("scopes"),
        askedAt == null ? null : askedAt.toInstant());
  }
}
