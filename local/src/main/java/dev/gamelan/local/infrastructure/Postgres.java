package dev.gamelan.local.infrastructure;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A PostgreSQL server on loopback with one database, and one owner of it, for each service. */
public final class Postgres implements AutoCloseable {
  private final EmbeddedPostgres server;

  private Postgres(EmbeddedPostgres server) {
    this.server = server;
  }

  public static Postgres start(Path folder) throws IOException {
    var server =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(Duration.ofSeconds(60))
            .setServerConfig("shared_buffers", "32MB")
            .setServerConfig("max_connections", "60")
            .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
            .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Postgres(server);
  }

  /** Makes the database and its owner where they are missing. */
  public String database(String name) throws IOException {
    try (Connection connection = server.getPostgresDatabase().getConnection()) {
      if (missing(connection, "select 1 from pg_roles where rolname = '%s'".formatted(name))) {
        run(connection, "create role %s login".formatted(name));
      }
      if (missing(connection, "select 1 from pg_database where datname = '%s'".formatted(name))) {
        run(connection, "create database %s owner %s".formatted(name, name));
      }
    } catch (SQLException problem) {
      throw new IOException("The database %s cannot be made".formatted(name), problem);
    }
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), name);
  }

  private static boolean missing(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return !rows.next();
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
