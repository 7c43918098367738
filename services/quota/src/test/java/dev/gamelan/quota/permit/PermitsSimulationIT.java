package dev.gamelan.quota.permit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.quota.RedisAtHand;
import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schedules drawn from a seed: holders that come, freeze and wake up, instances that restart, a
 * Redis that is emptied or goes back, clocks that jump. The judge sees only what was sent.
 */
class PermitsSimulationIT {
  private static final Use USE = Use.of(null, "ada", "list");
  private static final RedisAtHand REDIS = RedisAtHand.empty();
  private static final int STEPS = 250;
  private static final int PER_DAY = 60;
  private static final long DAY = Duration.ofHours(24).toMillis();
  private static final Duration SETTLED = Duration.ofSeconds(3);

  @AfterAll
  static void stopRedis() {
    REDIS.close();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverOverTheRateNorTheDayAndNeverTwoHoldersMixed(long seed) {
    try (var engine = new Engine(REDIS);
        var world = new World(engine, new Random(seed))) {
      for (int step = 0; step < STEPS; step++) {
        world.step();
        world.tick();
      }
      assertThat(world.sends.size()).isGreaterThan(20);
      assertThat(world.sends.mostWithin(1000))
          .as("in a second\n%s", world.trace)
          .isLessThanOrEqualTo(3);
      assertThat(world.sends.mostWithin(DAY))
          .as("in 24 hours\n%s", world.trace)
          .isLessThanOrEqualTo(PER_DAY);
      assertThat(world.returned())
          .as("superseded holders that sent again\n%s", world.trace)
          .isEmpty();
    }
  }

  private static final class World implements AutoCloseable {
    private record Sent(String holder, long at) {}

    private final Engine engine;
    private final Random random;
    private final Sends sends = new Sends();
    private final List<Sent> sent = new ArrayList<>();
    private final StringBuilder trace = new StringBuilder();
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<String, Long> sentAt = new HashMap<>();
    private final List<Player> players = new ArrayList<>();
    private final List<Engine.Instance> instances = new ArrayList<>();

    World(Engine engine, Random random) {
      this.engine = engine;
      this.random = random;
      instances.add(engine.openInstance(3, PER_DAY));
      instances.add(engine.instance(3, PER_DAY));
      players.add(new Player(0));
    }

    /** Those who sent again within a day of having been superseded by another sender. */
    Set<String> returned() {
      var returned = new HashSet<String>();
      var lastSent = new HashMap<String, Long>();
      String before = "";
      for (Sent sent : sent) {
        long last = lastSent.getOrDefault(sent.holder(), Long.MIN_VALUE / 2);
        if (!sent.holder().equals(before) && sent.at() - last < DAY) {
          returned.add(sent.holder());
        }
        lastSent.put(sent.holder(), sent.at());
        before = sent.holder();
      }
      return returned;
    }

    /** A holder; what it was granted and has not used yet is open. */
    private final class Player {
      private final String name;
      private final Holder holder;
      private final List<Open> open = new ArrayList<>();

      private record Open(long asked, long received, Granted granted) {}

      Player(int generation) {
        name = "holder-" + generation;
        holder = new Holder(name, engine, sends);
      }

      void ask() {
        long asked = engine.now();
        Decision decision = anyInstance().ask(name);
        log(name + " asked " + decision);
        if (decision instanceof Granted granted) {
          open.add(new Open(asked, engine.now(), granted));
        } else if (decision instanceof Refused refused) {
          if (refused.refusal() == Refusal.REBUILDING) {
            restore();
          } else if (refused.retryAfter() != null && random.nextInt(3) == 0) {
            engine.pass(refused.retryAfter());
          }
        }
      }

      void use() {
        if (open.isEmpty()) {
          return;
        }
        Open permit = open.removeFirst();
        Duration lateness =
            Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(1200) : random.nextInt(5));
        boolean sent = holder.use(permit.asked(), permit.received(), permit.granted(), lateness);
        String id = permit.granted().permitId();
        if (sent) {
          World.this.sent.add(new Sent(name, engine.now()));
          log(name + " SENT");
          sentAt.put(id, engine.now());
          attempts.add(new Attempt(id, name, Instant.EPOCH, USE));
        }
        Duration freeze = Duration.ofSeconds(random.nextInt(15) == 0 ? random.nextInt(20) : 0);
        log(name + " reports " + id + " unused " + !sent + " freeze " + freeze);
        anyInstance().report(name, id, !sent, freeze);
      }
    }

    private void log(String what) {
      trace.append(engine.now()).append(' ').append(what).append('\n');
    }

    void step() {
      Player newest = players.getLast();
      int chance = random.nextInt(100);
      if (chance < 50) {
        newest.ask();
        newest.use();
      } else if (chance < 60) {
        newest.ask();
      } else if (chance < 68) {
        Player any = players.get(random.nextInt(players.size()));
        any.ask();
        any.use();
      } else if (chance < 72) {
        players.get(random.nextInt(players.size())).use();
      } else if (chance < 78) {
        players.add(new Player(players.size()));
        players.getLast().ask();
      } else if (chance < 80) {
        newest.open.clear();
        anyInstance().permits().release(Engine.CONNECTION, newest.name);
        players.add(new Player(players.size()));
      } else if (chance < 86) {
        engine.pass(Duration.ofMillis(random.nextInt(5000)));
      } else if (chance < 89) {
        engine.pass(Duration.ofMinutes(random.nextInt(300)));
      } else if (chance < 92) {
        log("JUMP");
        engine.turnRedisClock(Duration.ofMinutes(random.nextInt(3000) - 700));
      } else if (chance < 94) {
        engine.turnWallClock(Duration.ofMinutes(random.nextInt(3000) - 700));
      } else if (chance < 96) {
        log("FLUSH");
        engine.flush();
      } else if (chance < 98) {
        restartInstance();
      } else {
        Engine.Snapshot snapshot = engine.snapshot();
        newest.ask();
        newest.use();
        log("GO BACK");
        engine.restartFrom(snapshot);
      }
    }

    /** Each instance looks at its connections once a second, whether anybody asks or not. */
    void tick() {
      instances.forEach(
          instance ->
              instance.ledger().look(Engine.CONNECTION, instance.limits().of(Engine.CONNECTION)));
    }

    /** Of two, one stays: what only instances know of holders is lost if all restart at once. */
    private void restartInstance() {
      engine.wallClocksAgree();
      instances.removeLast().close();
      instances.add(engine.instance(3, PER_DAY));
    }

    private Engine.Instance anyInstance() {
      return instances.get(random.nextInt(instances.size()));
    }

    private void restore() {
      engine.wallClocksAgree();
      engine.pass(SETTLED.plusMillis(1));
      Instant now = Instant.now();
      List<Attempt> told =
          attempts.stream()
              .map(
                  attempt ->
                      new Attempt(
                          attempt.permitId(),
                          attempt.holder(),
                          now.minusMillis(
                              engine.now() - sentAt.getOrDefault(attempt.permitId(), 0L)),
                          USE))
              .filter(attempt -> attempt.sentAt().isAfter(now.minus(Duration.ofHours(25))))
              .toList();
      log("RESTORE " + told.size());
      anyInstance().ledger().restore(Engine.CONNECTION, told);
    }

    @Override
    public void close() {
      instances.forEach(Engine.Instance::close);
    }
  }
}
