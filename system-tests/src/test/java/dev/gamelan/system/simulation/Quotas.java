package dev.gamelan.system.simulation;

import dev.gamelan.quota.permit.Attempt;
import dev.gamelan.quota.permit.CallClass;
import dev.gamelan.quota.permit.RedisModel;
import dev.gamelan.quota.permit.SimulatedQuota;
import dev.gamelan.quota.permit.Use;
import dev.gamelan.schemas.QuotaSpent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Two instances of quota and their Redis. */
final class Quotas {
  private static final Duration COUNTED = Duration.ofMinutes(290 * 5);
  private static final SimulatedQuota.Answer AWAY =
      new SimulatedQuota.Answer("UNAVAILABLE", 500L, "", 0, 0, 0);

  private final Stage stage;
  private final Random dice;
  private final Judge judge;
  private final List<QuotaSpent> spent;
  private final long perDay;
  private final RedisModel redis;
  private final @Nullable SimulatedQuota[] instances = new @Nullable SimulatedQuota[2];
  private final long[] wallOff = new long[2];
  private long redisOff;
  private int lookedBy;
  private RedisModel.@Nullable Snapshot kept;

  Quotas(Stage stage, Random dice, Judge judge, List<QuotaSpent> spent, long perDay) {
    this.stage = stage;
    this.dice = dice;
    this.judge = judge;
    this.spent = spent;
    this.perDay = perDay;
    redis =
        new RedisModel(
            () -> Simulation.BEGAN.toEpochMilli() + (stage.nanos() + redisOff) / Gong.MILLI);
    start(0);
    start(1);
  }

  private void start(int index) {
    instances[index] = new SimulatedQuota(redis, stage::nanos, () -> wall(index), perDay);
  }

  private Instant wall(int index) {
    return Simulation.BEGAN.plusNanos(stage.nanos() + wallOff[index]);
  }

  SimulatedQuota.Answer asked(Function<SimulatedQuota, SimulatedQuota.Answer> question) {
    int index = dice.nextInt(2);
    SimulatedQuota instance = instances[index] == null ? instances[1 - index] : instances[index];
    if (instance == null) {
      return AWAY;
    }
    SimulatedQuota.Answer answer = question.apply(instance);
    rebuild(instance);
    return answer;
  }

  /** As each instance does a few times a second. */
  private void rebuild(SimulatedQuota instance) {
    if (instance.hasLost()) {
      stage.after(
          100 * Gong.MILLI,
          () -> {
            if (instance.mayRestore() && isRunning(instance)) {
              instance.restore(toldSince(wall(index(instance)).minus(COUNTED)));
              look(instance);
            } else if (isRunning(instance)) {
              rebuild(instance);
            }
          });
    }
  }

  private boolean isRunning(SimulatedQuota instance) {
    return instances[0] == instance || instances[1] == instance;
  }

  private static Attempt attempt(QuotaSpent spent) {
    return new Attempt(
        spent.getPermitId(),
        spent.getHolder(),
        spent.getSentAt(),
        Use.of(CallClass.valueOf(spent.getCallClass().name()), spent.getCaller(), spent.getTool()));
  }

  /** Every now and then an instance sees who holds, and the judge what is counted. */
  void look() {
    lookedBy = 1 - lookedBy;
    SimulatedQuota instance = instances[lookedBy];
    if (instance != null) {
      look(instance);
      rebuild(instance);
    }
  }

  /** What the topic tells and Redis does not know is counted as well. */
  private void look(SimulatedQuota instance) {
    OptionalLong counted = instance.look();
    if (counted.isPresent()) {
      List<Attempt> told = toldSince(wall(index(instance)).minus(Duration.ofHours(24)));
      if (told.size() > counted.getAsLong()) {
        instance.raise(told);
        counted = instance.look();
      }
      judge.counted(counted.orElseThrow(), stage.nanos());
    }
  }

  private int index(SimulatedQuota instance) {
    return instances[0] == instance ? 0 : 1;
  }

  private List<Attempt> toldSince(Instant since) {
    return spent.stream()
        .filter(one -> !one.getSentAt().isBefore(since))
        .map(Quotas::attempt)
        .toList();
  }

  /** One of the two; what only instances know would be lost if both restarted at once. */
  void restart() {
    instances[1] = null;
    stage.after(dice.nextLong(5 * Gong.SECOND), () -> start(1));
  }

  void flush() {
    clocksAgree();
    redis.flush();
  }

  void keep() {
    kept = redis.snapshot();
  }

  void goBack() {
    clocksAgree();
    if (kept == null) {
      redis.flush();
    } else {
      redis.restart(kept);
    }
  }

  void turnClock(long by) {
    switch (dice.nextInt(3)) {
      case 0 -> redisOff += by;
      case 1 -> wallOff[0] += by;
      default -> wallOff[1] += by;
    }
  }

  void clocksAgree() {
    redisOff = 0;
    wallOff[0] = 0;
    wallOff[1] = 0;
  }
}
