package dev.gamelan.system.simulation;

import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.schemas.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One schedule: two gong-callers, two instances of quota, a Gong, and what befalls them. */
final class Simulation {
  static final Instant BEGAN = Instant.parse("2026-05-01T00:00:00Z");
  private static final long TICK = 250 * Gong.MILLI;
  private static final int LOOKS_EACH = 12;

  private final Stage stage = new Stage();
  private final Random dice;
  private final @Nullable StringBuilder trace;
  private final Weather weather;
  private final Judge judge;
  private final Topic topic;
  private final Quotas quotas;
  private final Ledger ledger = new Ledger();
  private final Gong gong;
  private final List<Caller> callers = new ArrayList<>();
  private final Map<Integer, Caller.Death> deaths = new HashMap<>();
  private final Map<String, Integer> died = new HashMap<>();
  private int steps;
  private int toCome;
  private int troublesToCome;
  private boolean ledgerAway;
  private boolean ticking;
  private long lastNews;

  /** What a schedule came to. */
  record Outcome(
      int arrivals, Map<Ending, Integer> endings, Map<String, Integer> died, long seconds) {}

  Simulation(long seed, @Nullable StringBuilder trace) {
    this.dice = new Random(seed);
    this.trace = trace;
    weather = Weather.of(dice);
    judge = new Judge(weather.perDay());
    topic = new Topic(stage, judge);
    quotas = new Quotas(stage, dice, judge, topic.spent(), weather.perDay());
    gong = new Gong(weather.limit(), dice);
    say(weather::toString);
  }

  Outcome run() {
    callers.add(new Caller(this, stage));
    callers.add(new Caller(this, stage));
    topic.assign(callers.getFirst());
    long last = plan();
    long until = last + 400 * Gong.SECOND;
    stage.run(this::isOver, until);
    judge.throwIfBroken();
    judge.close(topic.isCommitted());
    return new Outcome(judge.arrivals(), judge.endings(), died, stage.nanos() / Gong.SECOND);
  }

  private boolean isOver() {
    judge.throwIfBroken();
    return toCome == 0 && troublesToCome == 0 && topic.isOver();
  }

  /** Draws when what happens; the last of it. */
  private long plan() {
    List<Long> moments = new ArrayList<>();
    long at = 0;
    int number = 0;
    int each = weather.calls() / weather.bursts();
    for (int burst = 0; burst < weather.bursts(); burst++) {
      moments.add(at);
      for (int i = 0; i < each; i++) {
        long when =
            at + dice.nextLong(Math.max(1, each * (dice.nextBoolean() ? 400 : 100)) * Gong.MILLI);
        int name = number++;
        toCome++;
        stage.after(when, () -> request(name));
      }
      if (weather.othersAsk()) {
        for (int i = 0; i < 10; i++) {
          stage.after(at + dice.nextLong(20 * Gong.SECOND), () -> gong.accepts(stage.nanos()));
        }
      }
      at +=
          weather.perDay() < 1000
              ? 60 * Gong.SECOND + dice.nextLong(18 * 3600 * Gong.SECOND)
              : 60 * Gong.SECOND + dice.nextLong(600 * Gong.SECOND);
    }
    for (int i = 0; i < weather.crashes(); i++) {
      deaths.put(dice.nextInt(400), Caller.Death.values()[dice.nextInt(3)]);
    }
    for (int i = 0; i < weather.troubles(); i++) {
      long when = moments.get(dice.nextInt(moments.size())) + dice.nextLong(30 * Gong.SECOND);
      troublesToCome++;
      stage.after(when, this::strike);
    }
    return at;
  }

  /** Where there is somebody to strike; both may be dead at a time. */
  private void strike() {
    if (callers.isEmpty()) {
      stage.after(Gong.SECOND, this::strike);
    } else {
      troublesToCome--;
      trouble();
    }
  }

  private void request(int number) {
    toCome--;
    Instant now = BEGAN.plusNanos(stage.nanos());
    Call.Kind kind = Call.Kind.values()[dice.nextInt(Call.Kind.values().length)];
    Call call =
        Call.of(number, kind, dice, now, now.plus(Duration.ofMillis(3_000 + dice.nextInt(40_000))));
    say(() -> "REQUESTED %s: %s".formatted(call.id(), call.needs()));
    judge.accepted(call);
    topic.add(call);
    lastNews = stage.nanos();
    if (!ticking) {
      ticking = true;
      tick(0);
    }
  }

  private void tick(int count) {
    for (Caller caller : List.copyOf(callers)) {
      caller.tick();
    }
    if (count % LOOKS_EACH == 0) {
      quotas.look();
    }
    ticking = !topic.isOver() || stage.nanos() - lastNews < 10 * Gong.SECOND;
    if (ticking) {
      stage.after(TICK, () -> tick(count + 1));
    }
  }

  private void trouble() {
    int kind = dice.nextInt(10);
    say(() -> "TROUBLE " + kind);
    switch (kind) {
      case 0, 1 -> freeze(any());
      case 2, 3 -> both();
      case 4 -> {
        if (weather.losesRedis()) {
          judge.redisLoses();
          quotas.flush();
        }
      }
      case 5 -> {
        if (weather.losesRedis()) {
          judge.redisLoses();
          quotas.keep();
          stage.after(dice.nextLong(20 * Gong.SECOND), quotas::goBack);
        }
      }
      case 6 -> {
        if (weather.restartsQuota()) {
          quotas.restart();
        }
      }
      case 7 -> {
        if (weather.turnsClocks()) {
          turnClocks();
        }
      }
      case 8 -> {
        ledgerAway = true;
        judge.ledgerIsAway();
        stage.after(dice.nextLong(6 * Gong.SECOND), () -> ledgerAway = false);
      }
      default -> {
        topic.away(true);
        stage.after(dice.nextLong(6 * Gong.SECOND), () -> topic.away(false));
      }
    }
  }

  private Caller any() {
    return callers.get(dice.nextInt(callers.size()));
  }

  private void turnClocks() {
    long hours = 3600 * Gong.SECOND;
    long by =
        dice.nextBoolean()
            ? dice.nextLong(24 * hours) - 12 * hours
            : dice.nextLong(4 * Gong.SECOND) - 2 * Gong.SECOND;
    say(() -> "TURNED BY %d s".formatted(by / Gong.SECOND));
    if (dice.nextBoolean()) {
      quotas.turnClock(by);
      stage.after(10 * Gong.SECOND, quotas::clocksAgree);
    } else {
      // The count is told to others with this clock's time, so with a loss it may only be roughly
      // wrong.
      Caller caller = any();
      long turn = weather.losesRedis() ? by % (2 * Gong.SECOND) : by;
      caller.turnClock(turn);
      stage.after(dice.nextLong(30 * Gong.SECOND), () -> caller.turnClock(-turn));
    }
  }

  /** It stands still, is thought to be dead, and wakes up to find another in its place. */
  private void freeze(Caller caller) {
    caller.process().freeze();
    stage.after(
        3 * Gong.SECOND,
        () -> {
          if (topic.owner() == caller && !caller.runs()) {
            succeed(caller);
          }
        });
    stage.after(
        dice.nextLong(20 * Gong.SECOND),
        () -> {
          say(() -> "THAWED");
          caller.process().thaw();
          stage.after(dice.nextLong(2 * Gong.SECOND), () -> topic.revoke(caller));
        });
  }

  /** Two believe at once that the partition is theirs. */
  private void both() {
    Caller before = topic.owner();
    Caller other = callers.getFirst() == before ? callers.getLast() : callers.getFirst();
    if (before == null || other == before || !other.runs()) {
      return;
    }
    topic.assign(other);
    stage.after(dice.nextLong(15 * Gong.SECOND), () -> topic.revoke(before));
  }

  private void succeed(Caller lost) {
    List<Caller> able = callers.stream().filter(caller -> caller != lost && caller.runs()).toList();
    if (able.isEmpty()) {
      stage.after(500 * Gong.MILLI, () -> succeed(lost));
    } else if (topic.owner() == lost) {
      topic.assign(able.getFirst());
    }
  }

  Optional<Caller.Death> deathAt(String step) {
    Caller.Death death = deaths.remove(steps++);
    if (death == null) {
      return Optional.empty();
    }
    say(() -> "DIES %s %s".formatted(death, step));
    died.merge(step + " " + death, 1, Integer::sum);
    return Optional.of(death);
  }

  void died(Caller caller) {
    caller.process().die();
    callers.remove(caller);
    topic.forget(caller);
    stage.after(dice.nextLong(4 * Gong.SECOND), () -> callers.add(new Caller(this, stage)));
    stage.after(
        Gong.SECOND + dice.nextLong(3 * Gong.SECOND),
        () -> {
          if (topic.owner() == caller) {
            succeed(caller);
          }
        });
  }

  /** A request is at Gong. */
  void arrive(Wire wire, Consumer<GongAnswer> said) {
    long now = stage.nanos();
    judge.arrives(now);
    if (!gong.accepts(now)) {
      judge.refusedForTheRate(weather.othersAsk());
      answer(said, 5 * Gong.MILLI, 429, "{}", Duration.ofSeconds(1));
      return;
    }
    Gong.Mood drawn =
        isUnlucky(1) ? Gong.moods().get(1 + dice.nextInt(Gong.moods().size() - 1)) : Gong.Mood.WELL;
    // Why Gong refuses a write does not change between two attempts.
    Gong.Mood mood = drawn == Gong.Mood.REFUSES && wire.keyed() ? Gong.Mood.WELL : drawn;
    boolean done =
        switch (mood) {
          case WELL, FAILS_AFTER, RESETS_AFTER -> true;
          case HANGS -> dice.nextBoolean();
          default -> false;
        };
    boolean known = false;
    if (done && !wire.write().isEmpty()) {
      known = wire.keyed() && !gong.isNew(wire.write());
      if (!known) {
        judge.applied(wire.write());
      }
    }
    long took = weather.took(dice);
    switch (mood) {
      case WELL -> {
        if (known) {
          answer(said, took, 409, "{}", null);
        } else {
          answer(said, took, wire.answer().status(), wire.answer().text(), null);
        }
      }
      case FAILS_BEFORE, FAILS_AFTER -> answer(said, took, 503, "{}", null);
      case RESETS_BEFORE, RESETS_AFTER ->
          stage.after(took, () -> said.accept(new GongAnswer.NoResponse("The connection broke")));
      case HANGS -> {}
      case WANTS_REST ->
          answer(said, 5 * Gong.MILLI, 429, "{}", Duration.ofSeconds(dice.nextInt(8)));
      case REFUSES -> answer(said, took, 403, "{}", null);
    }
  }

  private void answer(
      Consumer<GongAnswer> said,
      long took,
      int status,
      String body,
      @Nullable Duration retryAfter) {
    var answer =
        new GongAnswer.Responded(
            status,
            "application/json",
            body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            "r",
            retryAfter,
            null);
    stage.after(took + weather.way(dice), () -> said.accept(answer));
  }

  boolean isUnlucky(double share) {
    return dice.nextDouble() < weather.badMoods() * share;
  }

  Random dice() {
    return dice;
  }

  Weather weather() {
    return weather;
  }

  Judge judge() {
    return judge;
  }

  Topic topic() {
    return topic;
  }

  Quotas quotas() {
    return quotas;
  }

  Ledger ledger() {
    return ledger;
  }

  boolean ledgerIsAway() {
    return ledgerAway;
  }

  void say(Supplier<String> what) {
    if (trace != null) {
      trace.append("%10.3f ".formatted(stage.nanos() / 1e9)).append(what.get()).append('\n');
    }
  }
}
