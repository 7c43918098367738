package dev.gamelan.benchmarks.permits;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.regex.Pattern;

/** The installation's Redis, seen from beside. */
final class RedisAtWork implements AutoCloseable {
  private static final Pattern CALLS = Pattern.compile("cmdstat_([a-z|]+):calls=(\\d+)");

  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;

  RedisAtWork(String url) {
    client = RedisClient.create(url);
    connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
  }

  /** Scripts and reads that Redis has run; no other command is on the way of a permit. */
  record Work(long scripts, long gets) {
    Work since(Work before) {
      return new Work(scripts - before.scripts, gets - before.gets);
    }

    /** bucket4j's script reads once more what was read before, and that takes no trip. */
    long trips() {
      return scripts + Math.max(0, gets - scripts);
    }
  }

  StatefulRedisConnection<String, byte[]> connection() {
    return connection;
  }

  Work work() {
    var found = CALLS.matcher(connection.sync().info("commandstats"));
    long scripts = 0;
    long gets = 0;
    while (found.find()) {
      long calls = Long.parseLong(found.group(2));
      switch (found.group(1)) {
        case "eval", "evalsha" -> scripts += calls;
        case "get" -> gets += calls;
        default -> {}
      }
    }
    return new Work(scripts, gets);
  }

  void empty() {
    connection.sync().flushall();
  }

  /** As the quota ledger sees it when Redis' clock is put forward. */
  void putClockForward(Duration by) {
    connection.sync().hincrby("gamelan:quota:{default}", "time", -by.toMillis());
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }
}
