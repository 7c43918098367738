package dev.gamelan.benchmarks.pacing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** One client with four requests under way at most, against one Gong, in a time of its own. */
final class VirtualRun {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final long WAY = 20 * MILLI;
  private static final long WORK = 150 * MILLI;
  private static final int IN_FLIGHT = 4;
  private static final int BURST = 12;
  private static final long BETWEEN_BURSTS = 20 * SECOND;
  private static final int OPERATIONS = 5;

  /**
   * @param jitter the deviation of each way's time, in nanoseconds
   * @param bursts twelve calls every 20 s, else there is always another call
   */
  record Setting(Window window, long jitter, boolean bursts, int sends, long seed) {}

  /**
   * @param goodput accepted requests a second, after the first fifth
   * @param burstSeconds how long the calls of a burst took, on average
   */
  record Result(int sends, int refused, double goodput, double burstSeconds) {
    double refusedOfTenThousand() {
      return refused * 10_000.0 / sends;
    }
  }

  private record Event(long at, long order, Runnable happens) {}

  private record Call(long wantedAt, int attempt) {}

  private final Setting setting;
  private final Pacer pacer;
  private final Random dice;
  private final Window.Judge judge;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final Deque<Call> waiting = new ArrayDeque<>();
  private final List<Long> accepted = new ArrayList<>();
  private long now;
  private long order;
  private long woken = Long.MAX_VALUE;
  private int inFlight;
  private int sent;
  private int refused;
  private double waited;

  VirtualRun(Setting setting, Pacer pacer) {
    this.setting = setting;
    this.pacer = pacer;
    this.dice = new Random(setting.seed());
    this.judge = setting.window().judge(dice.nextLong(SECOND));
  }

  Result run() {
    if (setting.bursts()) {
      at(SECOND, this::burst);
    } else {
      at(SECOND, this::dispatch);
    }
    while (sent < setting.sends() || inFlight > 0) {
      Event next = events.remove();
      now = next.at();
      next.happens().run();
    }
    long from = accepted.get(accepted.size() / 5);
    long to = accepted.getLast();
    double seconds = (double) (to - from) / SECOND;
    return new Result(
        sent,
        refused,
        (accepted.size() - accepted.size() / 5 - 1) / seconds,
        waited / accepted.size());
  }

  private void at(long moment, Runnable happens) {
    events.add(new Event(moment, order++, happens));
  }

  private void burst() {
    for (int call = 0; call < BURST; call++) {
      waiting.add(new Call(now, 0));
    }
    at(now + BETWEEN_BURSTS + dice.nextLong(100 * MILLI), this::burst);
    dispatch();
  }

  private void dispatch() {
    while (inFlight < IN_FLIGHT && sent < setting.sends()) {
      if (waiting.isEmpty() && setting.bursts()) {
        return;
      }
      long wait = pacer.untilDue(now);
      if (wait > 0) {
        wake(now + wait);
        return;
      }
      send(waiting.isEmpty() ? new Call(now, 0) : waiting.removeFirst());
    }
  }

  private void wake(long moment) {
    if (woken <= now || moment < woken) {
      woken = moment;
      at(moment, this::dispatch);
    }
  }

  private void send(Call call) {
    int number = sent++;
    inFlight++;
    pacer.sent(number, dice.nextInt(OPERATIONS), now);
    at(now + way(), () -> arrive(call, number));
  }

  private long way() {
    return Math.max(MILLI, WAY + Math.round(dice.nextGaussian() * setting.jitter()));
  }

  private void arrive(Call call, int number) {
    boolean accepts = judge.accepts(now);
    long work = accepts ? WORK : 5 * MILLI;
    at(now + work + way(), () -> answer(call, number, accepts));
  }

  private void answer(Call call, int number, boolean accepts) {
    pacer.answered(number, accepts ? 200 : 429, now);
    if (accepts) {
      inFlight--;
      accepted.add(now);
      waited += (double) (now - call.wantedAt()) / SECOND;
    } else {
      refused++;
      Call again = new Call(call.wantedAt(), call.attempt() + 1);
      if (pacer.sleepsWhenRefused()) {
        at(now + Backoff.nanos(again.attempt(), dice), () -> giveBack(again));
      } else {
        giveBack(again);
        return;
      }
    }
    dispatch();
  }

  private void giveBack(Call call) {
    inFlight--;
    waiting.addFirst(call);
    dispatch();
  }
}
