package dev.gamelan.quota;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** A real Redis that a test may stop, start again and empty. */
public final class RedisAtHand implements AutoCloseable {
  private final int port;
  private final @Nullable Path kept;
  private RedisServer server;

  private RedisAtHand(int port, @Nullable Path kept) {
    this.port = port;
    this.kept = kept;
    server = started(port, kept);
  }

  public static RedisAtHand empty() {
    return new RedisAtHand(freePort(), null);
  }

  /** Keeps everything it was told in a folder of its own, as an installation would have it. */
  public static RedisAtHand keeping() {
    try {
      return new RedisAtHand(freePort(), Files.createTempDirectory("redis"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public String url() {
    return "redis://localhost:" + port;
  }

  public void flush() {
    RedisClient client = RedisClient.create(url());
    try (var connection = client.connect()) {
      connection.sync().flushall();
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  public void stop() {
    try {
      server.stop();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public void startAgain() {
    server = started(port, kept);
  }

  @Override
  public void close() {
    stop();
  }

  private static RedisServer started(int port, @Nullable Path kept) {
    try {
      var builder = RedisServer.newRedisServer().port(port).setting("save \"\"");
      if (kept != null) {
        builder.setting("dir " + kept).setting("appendonly yes").setting("appendfsync always");
      }
      var made = builder.build();
      made.start();
      return made;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
