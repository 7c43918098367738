package dev.gamelan.quota.permit;

import dev.gamelan.quota.RedisAtHand;
import dev.gamelan.quota.limits.LimitsBook;
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

  /** The day is for everybody. */
  static LimitsProperties.Day undivided() {
    return new LimitsProperties.Day(0, 0, 100, 0, null, null, Map.of(), Map.of());
  }

  /** One running quota service. */
  record Instance(Permits permits, Ledger ledger, RedisLink link, LimitsBook limits)
      implements AutoCloseable {
    Decision ask(String holder) {
      return ask(holder, Use.of(null, "ada", "list"));
    }

    Decision ask(String holder, Use use) {
      return permits.ask(CONNECTION, Asker.holder(holder), use);
    }

    Decision askAsGuest(String guest) {
      return permits.ask(
          CONNECTION, Asker.guest(guest), Use.of(CallClass.BACKGROUND, guest, "job"));
    }

    Balance balance() {
      return ledger.look(CONNECTION, limits.of(CONNECTION)).orElseThrow();
    }

    long spent() {
      return balance().spent();
    }

    void report(String holder, String permitId, boolean unused, Duration freeze) {
      var result = unused ? Outcome.Result.UNUSED : Outcome.Result.RESPONDED;
      report(Asker.holder(holder), new Outcome(permitId, result, freeze, "", ""));
    }

    void report(Asker asker, Outcome outcome) {
      permits.note(CONNECTION, asker, outcome);
    }

    @Override
    public void close() {
      link.destroy();
    }
  }

  Instance instance(int perSecond, long perDay) {
    return instance(perSecond, perDay, undivided());
  }

  Instance instance(int perSecond, long perDay, LimitsProperties.Day day) {
    return instance(
        LimitsBook.asConfigured(
            new LimitsProperties(true, perSecond, perDay, Duration.ofMillis(35), Map.of(), day)));
  }

  Instance instance(LimitsBook limits) {
    var times = new Times(this::nanos, () -> Instant.now().plus(wallOff));
    var link = new RedisLink(new RedisProperties(redis.url(), Duration.ofSeconds(5)), times);
    var meters = new SimpleMeterRegistry();
    var ledger =
        new Ledger(
            new LedgerScript(link, times, meters),
            new LeaseProperties(Duration.ofSeconds(2)),
            times);
    var permits = new Permits(ledger, limits, times, meters, new RedisHealth(link));
    return new Instance(permits, ledger, link, limits);
  }

  Instance openInstance(int perSecond, long perDay, LimitsProperties.Day day) {
    return opened(instance(perSecond, perDay, day));
  }

  /** As after a start on an empty Redis with an empty topic. */
  Instance openInstance(int perSecond, long perDay) {
    return opened(instance(perSecond, perDay));
  }

  Instance opened(Instance opened) {
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

  int keys() {
    return commands.keys("*").size();
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
