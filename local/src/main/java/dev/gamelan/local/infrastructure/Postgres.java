package dev.gamelan.local.infrastructure;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A PostgreSQL server on loopback with a database for each service, which no other may enter. */
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

  /** Makes the database where it is missing, and its owner, who has its name. */
  public String database(String name) throws IOException {
    return database(name, name);
  }

  /** Makes a database for a role of its name that does not own what is in it. */
  public String database(String name, String owner) throws IOException {
    try (Connection connection = server.getPostgresDatabase().getConnection()) {
      for (String role : Set.copyOf(List.of(name, owner))) {
        if (missing(connection, "select 1 from pg_roles where rolname = '%s'".formatted(role))) {
          run(connection, "create role %s login".formatted(role));
        }
      }
      if (missing(connection, "select 1 from pg_database where datname = '%s'".formatted(name))) {
        run(connection, "create database %s owner %s".formatted(name, owner));
      }
      run(connection, "revoke connect on database %s from public".formatted(name));
      run(connection, "grant connect on database %s to %s".formatted(name, name));
      giveAway(name, owner);
    } catch (SQLException problem) {
      throw new IOException("The database %s cannot be made".formatted(name), problem);
    }
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), name);
  }

  /** A data folder from before the role had an owner above it. */
  private void giveAway(String role, String owner) throws SQLException {
    if (!role.equals(owner)) {
      try (Connection inside = server.getDatabase("postgres", role).getConnection()) {
        run(inside, "reassign owned by %s to %s".formatted(role, owner));
      }
    }
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
