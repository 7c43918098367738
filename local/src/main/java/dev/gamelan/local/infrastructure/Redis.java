package dev.gamelan.local.infrastructure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** A Redis server on loopback that writes every change to its folder. */
public final class Redis implements AutoCloseable {
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
    server.start();
    return new Redis(server, port);
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void close() throws IOException {
    server.stop();
  }
}
