package dev.gamelan.audit.trail;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL that can go away and come back with its data and its port. One role owns the trail,
 * another one runs the service.
 */
final class Database {
  static final String OWNER = "audit_owner";
  static final String RUNNING = "audit";

  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  Database() {
    try {
      data = Files.createTempDirectory("trail");
      try (var free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    server = start(data, port);
    as("postgres")
        .sql(
            """
            create user %1$s password '%1$s';
            create user %2$s password '%2$s';
            grant create on schema public to %1$s;
            """
                .formatted(OWNER, RUNNING))
        .update();
  }

  /** Past the service, as one of the database's roles. */
  JdbcClient as(String role) {
    return JdbcClient.create(new DriverManagerDataSource(url(), role, role));
  }

  private static EmbeddedPostgres start(Path data, int port) {
    try {
      return EmbeddedPostgres.builder()
          .setPort(port)
          .setDataDirectory(data.resolve("data"))
          .setCleanDataDirectory(false)
          .start();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  String url() {
    return "jdbc:postgresql://localhost:%d/postgres".formatted(port);
  }

  void goAway() {
    try {
      server.close();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  void comeBack() {
    server = start(data, port);
  }

  void remove() throws IOException {
    server.close();
    FileSystemUtils.deleteRecursively(data);
  }
}
