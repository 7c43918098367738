package dev.gamelan.gongcaller.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes whoever is about to change something in the database wait there, until it is closed. */
public final class HeldRows implements AutoCloseable {
  private final Connection connection;

  /**
   * @param sql takes a lock, such as {@code lock table x in exclusive mode}
   */
  public HeldRows(Surroundings around, String sql) throws SQLException {
    connection = around.database.getPostgresDatabase().getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Whether somebody waits for something that is held. */
  public boolean somebodyWaits() throws SQLException {
    try (Statement statement = connection.createStatement();
        var found =
            statement.executeQuery("select exists (select 1 from pg_locks where not granted)")) {
      found.next();
      return found.getBoolean(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }
}
