package dev.gamelan.system.simulation;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.lane.Doors;
import dev.gamelan.gongcaller.lane.SimulatedCaller;
import dev.gamelan.gongcaller.ledger.Intent;
import dev.gamelan.gongcaller.permit.Permit;
import dev.gamelan.gongcaller.permit.PermitAnswer;
import dev.gamelan.gongcaller.permit.PermitOutcome;
import dev.gamelan.quota.permit.SimulatedQuota;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One gong-caller of the simulation, from its start to its death; its every step may be its last.
 */
final class Caller implements Doors {
  private final Simulation world;
  private final Stage stage;
  private final Stage.Process process;
  private final SimulatedCaller engine;
  private final Map<Thread, Granted> granted = new HashMap<>();
  private long wallOff;
  private int assignment;
  private long position;
  private boolean rejoining;

  /**
   * A permit.
   *
   * @param until when it may be used at the latest
   */
  record Granted(String id, String holder, long until) {}

  /** Where it dies, as seen from a step it takes with somebody else. */
  enum Death {
    BEFORE,
    DURING,
    AFTER
  }

  Caller(Simulation world, Stage stage) {
    this.world = world;
    this.stage = stage;
    this.process = stage.process();
    this.engine =
        new SimulatedCaller(stage, process, new Wall(), () -> world.dice().nextLong(), this);
  }

  private final class Wall extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return wall();
    }
  }

  private Instant wall() {
    return Simulation.BEGAN.plusNanos(stage.nanos() + wallOff);
  }

  void turnClock(long by) {
    wallOff += by;
  }

  Stage.Process process() {
    return process;
  }

  boolean runs() {
    return process.runs();
  }

  int assignment() {
    return assignment;
  }

  void assigned(long from, long end) {
    assignment++;
    position = from;
    process.start(
        () -> {
          engine.assigned(end);
          engine.confirmed();
        });
  }

  void revoked() {
    process.start(engine::revoked);
  }

  void deliver(Supplier<List<Call>> records) {
    process.start(
        () -> {
          int current = assignment;
          List<Call> all = records.get();
          while (position < all.size()) {
            long offset = position++;
            engine.accept(
                all.get((int) offset).request(),
                offset,
                () -> world.topic().commit(this, current, offset));
          }
        });
  }

  void tick() {
    process.start(engine::tick);
  }

  /** A step that somebody else does for it, within that time. */
  private <T> T step(String what, long within, Supplier<T> effect) {
    Optional<Death> death = world.deathAt(what);
    if (death.equals(Optional.of(Death.BEFORE))) {
      return die();
    }
    long there = world.dice().nextLong(within);
    if (death.equals(Optional.of(Death.DURING))) {
      stage.after(
          there,
          () -> {
            T unused = effect.get();
          });
      return die();
    }
    T heard = stage.elsewhere(there, effect, world.dice().nextLong(within));
    if (death.isPresent()) {
      return die();
    }
    return heard;
  }

  private <T> T die() {
    world.died(this);
    return Stage.never();
  }

  private SimulatedQuota.Answer askQuota(
      String what, java.util.function.Function<SimulatedQuota, SimulatedQuota.Answer> question) {
    long within = world.dice().nextInt(50) == 0 ? 900 * Gong.MILLI : 3 * Gong.MILLI;
    return step(what, within, () -> world.quotas().asked(question));
  }

  @Override
  public PermitAnswer ask(String holder, ToolCallRequested call) {
    long askedNanos = stage.nanos();
    Instant askedAt = wall();
    SimulatedQuota.Answer answer =
        askQuota(
            "permit",
            quota ->
                quota.ask(holder, call.getCallClass().name(), call.getCaller(), call.getTool()));
    if (answer.refused() == null) {
      long until = askedNanos + answer.expiresInMillis() * Gong.MILLI;
      granted.put(Thread.currentThread(), new Granted(answer.permitId(), holder, until));
      world.say(() -> "%s may send in %d ms".formatted(holder, answer.delayMillis()));
      return new PermitAnswer.Granted(
          new Permit(
              answer.permitId(),
              stage.nanos() + answer.delayMillis() * Gong.MILLI,
              until,
              askedAt.plusMillis(answer.expiresInMillis()),
              Duration.ofMillis(answer.spacingMillis())));
    }
    world.say(() -> "%s may not: %s".formatted(holder, answer));
    Long retry = answer.retryAfterMillis();
    if (answer.refused().equals("FENCED")) {
      return retry == null
          ? new PermitAnswer.Superseded()
          : refused(PermitAnswer.Reason.LEASED_TO_ANOTHER, retry);
    }
    return refused(reason(answer.refused()), retry == null ? 500 : retry);
  }

  private static PermitAnswer.Reason reason(String name) {
    return Arrays.stream(PermitAnswer.Reason.values())
        .filter(reason -> reason.name().equals(name))
        .findFirst()
        .orElse(PermitAnswer.Reason.UNAVAILABLE);
  }

  private static PermitAnswer refused(PermitAnswer.Reason reason, long millis) {
    return new PermitAnswer.Refused(reason, Duration.ofMillis(Math.max(50, millis)));
  }

  @Override
  public void report(String permitId, PermitOutcome outcome) {
    if (!reported(permitId, outcome)) {
      process.start(
          () -> {
            for (int attempt = 1; attempt < 5; attempt++) {
              stage.rest((200L << attempt) * Gong.MILLI);
              if (reported(permitId, outcome)) {
                return;
              }
            }
          });
    }
  }

  private boolean reported(String permitId, PermitOutcome outcome) {
    Duration freeze = freeze(outcome);
    SimulatedQuota.Answer answer =
        askQuota(
            "report",
            quota -> {
              SimulatedQuota.Answer noted =
                  quota.report(
                      outcome.holder(),
                      permitId,
                      outcome.result().name(),
                      freeze,
                      outcome.caller() == null ? "" : outcome.caller(),
                      outcome.tool() == null ? "" : outcome.tool());
              if (noted.refused() == null && freeze.isPositive()) {
                world.judge().frozen(stage.nanos(), freeze.toNanos());
              }
              return noted;
            });
    return !"UNAVAILABLE".equals(answer.refused()) && !"REBUILDING".equals(answer.refused());
  }

  private Duration freeze(PermitOutcome outcome) {
    Integer status = outcome.httpStatus();
    if (status == null || status != 429) {
      return Duration.ZERO;
    }
    Long asked = outcome.retryAfterMillis();
    return Duration.ofMillis(
        Math.clamp(asked == null ? 0 : asked, 1_000, 86_400_000) + world.dice().nextInt(250));
  }

  @Override
  public boolean renewLease(String holder) {
    SimulatedQuota.Answer answer = askQuota("lease", quota -> quota.claim(holder));
    return !"FENCED".equals(answer.refused()) || answer.retryAfterMillis() != null;
  }

  @Override
  public void releaseLease(String holder) {
    askQuota(
        "release",
        quota -> {
          quota.release(holder);
          return quota.claim("nobody-" + holder);
        });
  }

  @Override
  public boolean connects() {
    return step("connection", 20 * Gong.MILLI, () -> !world.isUnlucky(0.1));
  }

  @Override
  public GongAnswer send(GongRequest request, Duration left) {
    Optional<Death> death = world.deathAt("request");
    if (death.equals(Optional.of(Death.BEFORE))) {
      return die();
    }
    Granted permit = Objects.requireNonNull(granted.remove(Thread.currentThread()));
    Wire wire = Wire.of(request);
    world.judge().departs(wire, permit, wall(), stage.nanos());
    world.say(() -> "%s SENDS %s".formatted(permit.holder(), wire.needs()));
    long patience = Math.min(Math.max(0, left.toNanos()), 30 * Gong.SECOND);
    GongAnswer[] answer = {new GongAnswer.NoResponse("No answer came in time")};
    boolean[] over = {false};
    Thread self = Thread.currentThread();
    Runnable wake =
        () -> {
          over[0] = true;
          java.util.concurrent.locks.LockSupport.unpark(self);
        };
    stage.after(
        world.weather().way(world.dice()),
        () ->
            world.arrive(
                wire,
                said -> {
                  if (!over[0]) {
                    answer[0] = said;
                    wake.run();
                  }
                }));
    stage.after(patience, wake);
    if (death.equals(Optional.of(Death.DURING))) {
      return die();
    }
    while (!over[0]) {
      java.util.concurrent.locks.LockSupport.park();
    }
    if (death.isPresent()) {
      return die();
    }
    world.say(() -> "%s HEARS %s of %s".formatted(permit.holder(), answer[0], wire.needs()));
    return answer[0];
  }

  @Override
  public Intent intend(ToolCallRequested call, String holder, int attempt) {
    return step(
        "intent",
        2 * Gong.MILLI,
        () ->
            world.ledgerIsAway() ? new Intent.Unavailable() : world.ledger().intend(call, holder));
  }

  @Override
  public boolean withdraw(String callId, String holder) {
    return step(
        "withdrawal",
        2 * Gong.MILLI,
        () -> {
          if (!world.ledgerIsAway()) {
            world.ledger().withdraw(callId, holder);
          }
          return !world.ledgerIsAway();
        });
  }

  @Override
  public Optional<Ended> end(String callId, Ended ended) {
    return step(
        "ending",
        2 * Gong.MILLI,
        () ->
            world.ledgerIsAway()
                ? Optional.empty()
                : Optional.of(world.ledger().end(callId, ended)));
  }

  @Override
  public Optional<Ended> endUnsent(ToolCallRequested call, String holder, Ended ended) {
    return step(
        "settlement",
        2 * Gong.MILLI,
        () ->
            world.ledgerIsAway()
                ? Optional.empty()
                : Optional.of(world.ledger().endUnsent(call.getCallId(), holder, ended)));
  }

  @Override
  public void publish(String binding, Object record) {
    boolean published =
        step(
            binding,
            3 * Gong.MILLI,
            () -> {
              if (!world.topic().isAway()) {
                world.topic().publish(record);
              }
              return !world.topic().isAway();
            });
    if (!published) {
      throw new IllegalStateException("Kafka does not answer");
    }
  }

  @Override
  public void rejoin() {
    if (rejoining) {
      return;
    }
    rejoining = true;
    stage.after(
        500 * Gong.MILLI,
        () -> {
          rejoining = false;
          if (world.topic().owner() == this) {
            process.start(engine::confirmed);
          } else {
            world.topic().revoke(this);
          }
        });
  }
}
