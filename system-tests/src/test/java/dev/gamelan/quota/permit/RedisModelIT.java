package dev.gamelan.quota.permit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.local.infrastructure.FreePort;
import dev.gamelan.quota.permit.LedgerScript.Answer;
import dev.gamelan.quota.permit.LedgerScript.Verb;
import dev.gamelan.quota.time.Times;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.embedded.RedisServer;

/**
 * What the simulation takes for Redis answers as a real one does, and has the same in it, after any
 * sequence of the script's verbs: so what holds over the one holds over the other.
 */
class RedisModelIT {
  private static final String STATE = "gamelan:quota:{default}";
  private static final int STEPS = 1_500;

  private static RedisServer server;
  private static RedisClient client;
  private static RedisCommands<String, String> real;
  private static RedisLink link;

  private long nanos;
  private long redisMillis;
  private final Times times = new Times(() -> nanos, Instant::now);

  @BeforeAll
  static void start() throws IOException {
    int port = FreePort.find();
    server = RedisServer.newRedisServer().port(port).setting("save \"\"").build();
    server.start();
    String url = "redis://127.0.0.1:" + port;
    client = RedisClient.create(url);
    real = client.connect().sync();
    link =
        new RedisLink(
            new RedisProperties(url, Duration.ofSeconds(10)),
            new Times(System::nanoTime, Instant::now));
  }

  @AfterAll
  static void stop() throws IOException {
    link.destroy();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    server.stop();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void answersAndKeepsWhatARealOneDoes(long seed) {
    real.flushall();
    var dice = new Random(seed);
    var model = new RedisModel(() -> redisMillis);
    var ofReal = new LedgerScript(link, times, new SimpleMeterRegistry());
    var ofModel = new LedgerScript(model::connection, times, new SimpleMeterRegistry());
    var realConnection = new Connection("default", times);
    var modelConnection = new Connection("default", times);
    var statuses = new TreeMap<LedgerScript.Status, Integer>();
    for (int step = 0; step < STEPS; step++) {
      if (dice.nextInt(300) == 0) {
        real.flushall();
        model.flush();
      }
      long pass =
          switch (dice.nextInt(12)) {
            case 0 -> dice.nextLong(30L * 3600 * 1000);
            case 1, 2 -> dice.nextLong(600_000);
            default -> dice.nextLong(700);
          };
      nanos += pass * 1_000_000;
      if (real.exists(STATE) == 1) {
        long then = real.hincrby(STATE, "time", -pass);
        model.set(STATE, "time", String.valueOf(then));
      }
      Verb verb = verb(dice);
      Object[] arguments = arguments(verb, step, dice);
      Answer expected = ofReal.run(realConnection, verb, arguments);
      redisMillis = clock(expected);
      Answer answer = ofModel.run(modelConnection, verb, arguments);
      statuses.merge(answer.status(), 1, Integer::sum);
      assertThat(answer).as("step %d of seed %d: %s", step, seed, verb).isEqualTo(expected);
      assertThat(model.content()).as("after %s", verb).isEqualTo(content());
    }
    assertThat(statuses)
        .containsKeys(
            LedgerScript.Status.ADMITTED,
            LedgerScript.Status.LOST,
            LedgerScript.Status.RESTORED,
            LedgerScript.Status.FENCED,
            LedgerScript.Status.SUPERSEDED,
            LedgerScript.Status.DAY_SPENT,
            LedgerScript.Status.FROZEN,
            LedgerScript.Status.SHARE_SPENT);
  }

  /** What its clock showed just now: the model's is to show the same. */
  private static long clock(Answer answer) {
    return answer.status() == LedgerScript.Status.LOST
        ? answer.number(1)
        : Long.parseLong(real.hget(STATE, "time"));
  }

  private static Map<String, Map<String, String>> content() {
    var content = new TreeMap<String, Map<String, String>>();
    for (String key : real.keys("*")) {
      var fields = new TreeMap<String, String>();
      if (real.type(key).equals("hash")) {
        fields.putAll(real.hgetall(key));
        fields.remove("run");
      } else {
        real.zrangeWithScores(key, 0, -1)
            .forEach(member -> fields.put(member.getValue(), String.valueOf(member.getScore())));
      }
      content.put(key, fields);
    }
    return content;
  }

  private static Verb verb(Random dice) {
    return switch (dice.nextInt(30)) {
      case 0 -> Verb.CLAIM;
      case 1 -> Verb.RELEASE;
      case 2 -> Verb.RAISE;
      case 3 -> Verb.LOOK;
      case 4, 5 -> Verb.RESTORE;
      case 6, 7, 8, 9, 10, 11 -> Verb.OUTCOME;
      default -> Verb.ADMIT;
    };
  }

  private static Object[] arguments(Verb verb, int step, Random dice) {
    String holder = "holder-" + (step / 60 + (dice.nextInt(60) == 0 ? 1 : 0));
    String caller = "caller-" + dice.nextInt(3);
    String tool = "tool-" + dice.nextInt(3);
    return switch (verb) {
      case CLAIM -> new Object[] {holder, 2_000};
      case RELEASE -> new Object[] {holder, 2_000};
      case LOOK -> new Object[] {60, 3, 2};
      case ADMIT ->
          new Object[] {
            holder,
            2_000,
            "permit-" + step,
            2_000,
            345,
            1_000,
            1 + dice.nextInt(3),
            dice.nextBoolean() ? 40 : 10_000,
            3,
            dice.nextBoolean() ? 20 : 0,
            20,
            2,
            List.of("C", "I", "B").get(dice.nextInt(3)),
            caller,
            tool,
            dice.nextInt(5) == 0 ? 6 : -1,
            dice.nextInt(5) == 0 ? 6 : -1,
            dice.nextInt(10) == 0 ? 1 : 0
          };
      case OUTCOME ->
          new Object[] {
            holder,
            2_000,
            "permit-" + (step - 1 - dice.nextInt(4)),
            dice.nextInt(4) == 0 ? 1 : 0,
            dice.nextInt(25) == 0 ? dice.nextLong(20_000) : dice.nextInt(300) == 0 ? 7_200_000 : 0,
            10_000,
            dice.nextBoolean() ? caller : "",
            dice.nextBoolean() ? tool : "",
            dice.nextInt(2),
            dice.nextInt(10) == 0 ? 1 : 0
          };
      case RAISE -> pairs(new ArrayList<>(List.of("", 0)), dice, false);
      case RESTORE -> {
        var arguments = new ArrayList<Object>(List.of(holder, 1, "holder-" + (step / 60 - 1)));
        yield pairs(arguments, dice, true);
      }
    };
  }

  private static Object[] pairs(List<Object> arguments, Random dice, boolean named) {
    int count = dice.nextInt(6);
    arguments.add(count);
    for (int i = 0; i < count; i++) {
      arguments.add(dice.nextLong(26L * 3600 * 1000));
      arguments.add(1 + dice.nextInt(9));
    }
    for (int i = 0; named && i < count; i++) {
      arguments.add("c:caller-" + dice.nextInt(3));
      arguments.add(dice.nextLong(26L * 3600 * 1000));
      arguments.add(1 + dice.nextInt(3));
    }
    return arguments.toArray();
  }
}
