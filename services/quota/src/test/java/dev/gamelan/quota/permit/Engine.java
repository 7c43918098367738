package dev.gamelan.quota.permit;

import dev.gamelan.quota.RedisAtHand;
import dev.gamelan.quota.limits.LimitsProperties;
import dev.gamelan.quota.time.Times;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The deciding part of quota on a real Redis, in a time that passes as it does and can be pushed
 * on. Redis' own clock cannot be turned, but what the ledger remembers of it can.
 */
final class Engine implements AutoCloseable {
  static final String CONNECTION = "default";
  private static final String STATE = "gamelan:quota:{default}";

  private final RedisAtHand redis;
  private final RedisClient client;
  private final RedisCommands<String, byte[]> commands;
  private long pushedMillis;
  private Duration wallOff = Duration.ZERO;

  Engine(RedisAtHand redis) {
    this.redis = redis;
    client = RedisClient.create(redis.url());
    commands = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)).sync();
    commands.flushall();
  }

  /** One running quota service. */
  record Instance(Permits permits, Ledger ledger, RedisLink link, LimitsProperties limits)
      implements AutoCloseable {
    Decision ask(String holder) {
      return permits.ask(CONNECTION, holder);
    }

    long spent() {
      return ledger.look(CONNECTION, limits.of(CONNECTION)).orElseThrow().spent();
    }

    void report(String holder, String permitId, boolean unused, Duration freeze) {
      permits.note(CONNECTION, holder, new Outcome(permitId, unused, freeze));
    }

    @Override
    public void close() {
      link.destroy();
    }
  }

  Instance instance(int perSecond, long perDay) {
    var limits = new LimitsProperties(true, perSecond, perDay, Duration.ofMillis(35), Map.of());
    var times = new Times(this::nanos, () -> Instant.now().plus(wallOff));
    var link = new RedisLink(new RedisProperties(redis.url(), Duration.ofSeconds(5)), times);
    var meters = new SimpleMeterRegistry();
    var ledger =
        new Ledger(
            new LedgerScript(link, times, meters),
            new LeaseProperties(Duration.ofSeconds(2)),
            times);
    var permits = new Permits(ledger, link, limits, times, meters, new RedisHealth(link));
    return new Instance(permits, ledger, link, limits);
  }

  /** As after a start on an empty Redis with an empty topic. */
  Instance openInstance(int perSecond, long perDay) {
    Instance opened = instance(perSecond, perDay);
    opened.ask("nobody");
    opened.ledger().restore(CONNECTION, List.of());
    return opened;
  }

  private long nanos() {
    return System.nanoTime() + pushedMillis * 1_000_000;
  }

  long now() {
    return nanos() / 1_000_000;
  }

  void pass(Duration time) {
    pushedMillis += time.toMillis();
    turnRedisClock(time);
  }

  void passUntil(long moment) {
    long left = moment - now();
    if (left > 0) {
      pass(Duration.ofMillis(left));
    }
  }

  /** Forward, or backward where negative, while no time passes. */
  void turnRedisClock(Duration by) {
    if (commands.exists(STATE) == 1) {
      commands.hincrby(STATE, "time", -by.toMillis());
    }
  }

  void wallClocksAgree() {
    wallOff = Duration.ZERO;
  }

  void turnWallClock(Duration by) {
    wallOff = wallOff.plus(by);
  }

  void flush() {
    commands.flushall();
  }

  record Snapshot(Map<String, byte[]> keys, long pushedMillis) {}

  Snapshot snapshot() {
    var keys = new HashMap<String, byte[]>();
    commands.keys("*").forEach(key -> keys.put(key, commands.dump(key)));
    return new Snapshot(keys, pushedMillis);
  }

  /** As a Redis does that restarts from an older state. */
  void restartFrom(Snapshot snapshot) {
    goBackTo(snapshot);
    commands.hset(STATE, "run", new byte[] {'x'});
  }

  void goBackTo(Snapshot snapshot) {
    commands.flushall();
    snapshot.keys().forEach((key, value) -> commands.restore(key, 0, value));
    turnRedisClock(Duration.ofMillis(pushedMillis - snapshot.pushedMillis()));
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }
}
