package dev.gamelan.gongcaller.presence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * An advisory lock of PostgreSQL for each gong-caller, held by a connection of its own for as long
 * as it lives. The system closes a dead process' connections at once, and PostgreSQL lets go of the
 * lock with the connection, so a lock that is free again tells of an end without anybody's waiting.
 */
@Component
final class PresenceLocks {
  private static final Logger log = LoggerFactory.getLogger(PresenceLocks.class);

  /** Tells our locks from others' in the same database. */
  private static final int OURS = 0x67616D65;

  private static final String TAKE = "select pg_try_advisory_lock(" + OURS + ", ?)";
  private static final String HELD =
      "select objid::bigint from pg_locks where locktype = 'advisory' and granted and objsubid = 2"
          + " and classid = "
          + OURS
          + " and database = (select oid from pg_database where datname = current_database())";

  private final DataSource database;
  private final int own;
  private final Duration patience;
  private @Nullable Connection connection;
  private boolean mine;

  PresenceLocks(DataSource database, PresenceProperties properties) {
    this.database = database;
    this.own = keyOf(properties.instance());
    this.patience = properties.patience();
  }

  /** Two names with the same key count as one, which costs speed and nothing else. */
  static int keyOf(String instance) {
    return instance.hashCode();
  }

  /**
   * The keys of all that are there, of this one too; takes the own lock first where it is free.
   * Null where it cannot be known, or this one may be taken for dead itself.
   */
  @Nullable Set<Integer> there() {
    try {
      Connection current = current();
      if (!mine) {
        mine = take(current);
      }
      return mine ? held(current) : null;
    } catch (SQLException away) {
      log.debug("Who is there cannot be known now", away);
      letGo();
      return null;
    }
  }

  private Connection current() throws SQLException {
    Connection current = connection;
    if (current == null) {
      current = database.getConnection();
      connection = current;
      current.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
    }
    return current;
  }

  private boolean take(Connection current) throws SQLException {
    try (PreparedStatement statement = current.prepareStatement(TAKE)) {
      statement.setInt(1, own);
      try (ResultSet answer = statement.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  private static Set<Integer> held(Connection current) throws SQLException {
    Set<Integer> keys = new HashSet<>();
    try (PreparedStatement statement = current.prepareStatement(HELD);
        ResultSet answer = statement.executeQuery()) {
      while (answer.next()) {
        keys.add((int) answer.getLong(1));
      }
    }
    return keys;
  }

  /** From now on this one is not there. */
  void letGo() {
    Connection last = connection;
    connection = null;
    mine = false;
    if (last == null) {
      return;
    }
    // Back in its pool the connection lives on, and would hold the lock.
    try (last;
        Statement statement = last.createStatement()) {
      statement.execute("select pg_advisory_unlock_all()");
    } catch (SQLException broken) {
      log.debug("The connection is gone, and the lock with it", broken);
    }
  }
}
