package dev.gamelan.gongcaller.testing;

import dev.gamelan.simulator.GongSimulator;
import dev.gamelan.simulator.access.AccessKey;
import dev.gamelan.simulator.quota.Limits;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a gong-caller needs beside the broker: a Gong, a quota, a database. */
public final class Surroundings implements AutoCloseable {
  /** The simulator has none, but here it shares a class path with what has one. */
  private static final String DATABASE =
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
          + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration";

  public final GongSimulator gong;
  public final ScriptedQuota quota;
  public final EmbeddedPostgres database;
  private final Path folder;

  public Surroundings() throws IOException {
    folder = Files.createTempDirectory("gong-caller");
    gong = GongSimulator.start("--spring.autoconfigure.exclude=" + DATABASE);
    Limits limits = gong.limits();
    gong.limits(
        new Limits(
            false,
            limits.perSecond(),
            limits.second(),
            limits.perDay(),
            limits.day(),
            limits.dayZone(),
            limits.refusedCount()));
    quota = new ScriptedQuota();
    database = EmbeddedPostgres.start();
  }

  /**
   * How a gong-caller is told where everything is.
   *
   * @param more arguments, which go before those of the same name here
   */
  public List<String> arguments(String... more) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "a-token");
    Path known = Files.writeString(folder.resolve("known.json"), People.known());
    Path masterKeys = masterKeys("first");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + servers(),
                "--spring.datasource.url=" + database.getJdbcUrl("postgres", "postgres"),
                "--gamelan.lane.instance=under-test",
                "--gamelan.gong.connections=" + String.join(",", Connections.KNOWN),
                "--gamelan.gong.base-url=" + gong.baseUrl(),
                "--gamelan.gong.access-key=" + GongSimulator.ACCESS_KEY,
                "--gamelan.gong.access-key-secret=" + GongSimulator.ACCESS_KEY_SECRET,
                "--gamelan.gong.allowed-besides=" + gong.baseUrl(),
                "--gamelan.seal.master-keys-file=" + masterKeys,
                "--gamelan.quota.url=" + quota.url(),
                "--gamelan.quota.token-file=" + token,
                "--gamelan.tokens.file=" + known));
    for (String argument : more) {
      String name = argument.substring(0, argument.indexOf('=') + 1);
      arguments.removeIf(usual -> usual.startsWith(name));
      arguments.add(argument);
    }
    return arguments;
  }

  /** A file with these master keys, the first one first; each is always the same. */
  public Path masterKeys(String... ids) throws IOException {
    StringBuilder lines = new StringBuilder("# for tests\n");
    for (String id : ids) {
      byte[] key = Arrays.copyOf(id.getBytes(StandardCharsets.UTF_8), 32);
      lines.append(id).append(':').append(Base64.getEncoder().encodeToString(key)).append('\n');
    }
    return Files.writeString(folder.resolve("master-" + String.join("-", ids)), lines);
  }

  /** Keys that Gong accepts from now on, beside the usual one; the others it refuses. */
  public void keys(boolean usual, AccessKey... more) {
    List<AccessKey> valid = new ArrayList<>(List.of(more));
    if (usual) {
      valid.add(new AccessKey(GongSimulator.ACCESS_KEY, GongSimulator.ACCESS_KEY_SECRET, Set.of()));
    }
    gong.keys(valid);
  }

  public static String servers() {
    return Objects.requireNonNull(System.getProperty("spring.kafka.bootstrap-servers"));
  }

  /** Lets nobody into the database, and throws out who is in it. */
  public void databaseAway() {
    var beside = JdbcClient.create(database.getDatabase("postgres", "template1"));
    beside.sql("alter database postgres with allow_connections false").update();
    beside
        .sql(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres'"
                + " and pid <> pg_backend_pid()")
        .query()
        .listOfRows();
  }

  public void databaseBack() {
    JdbcClient.create(database.getDatabase("postgres", "template1"))
        .sql("alter database postgres with allow_connections true")
        .update();
  }

  /** How often the call reached Gong. */
  public long arrivalsOf(String callId) {
    return gong.arrivals(0).stream().filter(arrival -> arrival.target().contains(callId)).count();
  }

  @Override
  public void close() throws IOException {
    quota.close();
    gong.close();
    database.close();
  }
}
