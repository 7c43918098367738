package dev.gamelan.local.infrastructure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** A Redis server on loopback that writes every change to its folder. */
public final class Redis implements AutoCloseable {
  private static final int STARTS = 20;
  private static final long PAUSE_MILLIS = 50;

  private final RedisServer server;
  private final int port;

  private Redis(RedisServer server, int port) {
    this.server = server;
    this.port = port;
  }

  public static Redis start(Path folder) throws IOException {
    Files.createDirectories(folder);
    int port = FreePort.find();
    var server =
        RedisServer.newRedisServer()
            .bind("127.0.0.1")
            .port(port)
            .setting("dir " + folder)
            .setting("appendonly yes")
            .setting("appendfsync everysec")
            .setting("save \"\"")
            .build();
    startOnceFree(server);
    return new Redis(server, port);
  }

  /**
   * The server's program has just been written, and whoever started another process at that moment
   * holds it open for writing until that process is under way; until then it cannot be run.
   */
  private static void startOnceFree(RedisServer server) throws IOException {
    for (int start = 1; ; start++) {
      try {
        server.start();
        return;
      } catch (IOException problem) {
        if (start == STARTS || !isBusy(problem)) {
          throw problem;
        }
        rest();
      }
    }
  }

  private static boolean isBusy(@Nullable Throwable problem) {
    return problem != null
        && (String.valueOf(problem.getMessage()).contains("Text file busy")
            || isBusy(problem.getCause()));
  }

  private static void rest() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("Stopped while Redis was starting", stopped);
    }
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void close() throws IOException {
    server.stop();
  }
}
