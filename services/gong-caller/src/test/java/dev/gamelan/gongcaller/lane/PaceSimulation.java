package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.permit.Permit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One lane that sends to a Gong of some kind over a way of some jitter, in a time of its own. */
final class PaceSimulation {
  static final long MILLI = 1_000_000;
  private static final long WAY = 20 * MILLI;
  private static final int IN_FLIGHT = 4;

  /** How delays on the way are spread. */
  enum Jitter {
    BELL {
      @Override
      long way(Random dice, long jitter) {
        return Math.max(MILLI, WAY + Math.round(dice.nextGaussian() * jitter));
      }
    },
    /** Mostly prompt, sometimes very late. */
    TAIL {
      @Override
      long way(Random dice, long jitter) {
        return WAY + Math.round(-Math.log(1 - dice.nextDouble()) * jitter);
      }
    };

    abstract long way(Random dice, long jitter);
  }

  /** How long Gong takes. */
  enum Processing {
    EVEN(0.95) {
      @Override
      long took(Random dice, int operation) {
        return 150 * MILLI;
      }
    },
    BY_OPERATION(0.94) {
      @Override
      long took(Random dice, int operation) {
        return (40 + 60L * operation + dice.nextInt(40)) * MILLI;
      }
    },
    SLOW(0.93) {
      @Override
      long took(Random dice, int operation) {
        return (400 + dice.nextInt(50)) * MILLI;
      }
    },
    /** Four in flight of two seconds each are 1.96 a second. */
    VERY_SLOW(0.59) {
      @Override
      long took(Random dice, int operation) {
        return (2_000 + dice.nextInt(100)) * MILLI;
      }
    };

    /** Of the limit, at 2 ms of jitter. */
    final double expected;

    Processing(double expected) {
      this.expected = expected;
    }

    abstract long took(Random dice, int operation);
  }

  record Setting(
      GongModel gong,
      Jitter spread,
      long jitter,
      Processing processing,
      boolean bursts,
      int sends) {}

  record Result(int sends, int refused, double utilisation) {}

  private record Request(String permitId, int operation, long arrival, long answered) {}

  private final Setting setting;
  private final Random dice;
  private final Duration spacing;
  private final LanePace pace = new LanePace(Duration.ofSeconds(1), GongModel.SECOND);
  private final PriorityQueue<Request> arriving =
      new PriorityQueue<>(Comparator.comparingLong(Request::arrival));
  private final PriorityQueue<Answer> answers =
      new PriorityQueue<>(Comparator.comparingLong(Answer::at));
  private final List<Long> arrivals = new ArrayList<>();
  private final GongModel.Counter counter;
  private int refused;
  private int accepted;
  private int inFlight;

  private record Answer(Request request, int status, long at) {}

  PaceSimulation(Setting setting, Duration spacing, long seed) {
    this.setting = setting;
    this.spacing = spacing;
    this.dice = new Random(seed);
    this.counter = setting.gong().counter(dice.nextLong(GongModel.SECOND));
  }

  Result run() {
    long now = GongModel.SECOND;
    long began = now;
    long turn = now;
    long measuredFrom = now;
    int measuredAccepted = 0;
    for (int sent = 0; sent < setting.sends(); sent++) {
      if (setting.bursts() && sent % 12 == 0) {
        now = Math.max(now, began + sent / 12 * 20 * GongModel.SECOND + dice.nextLong(100 * MILLI));
      }
      if (sent == setting.sends() / 5) {
        measuredFrom = now;
        measuredAccepted = accepted + inFlight;
      }
      turn = Math.max(turn, now);
      Permit permit = new Permit("p" + sent, turn, Long.MAX_VALUE, Instant.MAX, spacing);
      now = dueAt(permit, now);
      send(permit, now);
      turn += spacing.toNanos();
    }
    int measured = accepted + inFlight - measuredAccepted;
    double seconds = (double) (now - measuredFrom) / GongModel.SECOND;
    hear(Long.MAX_VALUE);
    return new Result(setting.sends(), refused, (measured - 1) / seconds / GongModel.LIMIT);
  }

  private long dueAt(Permit permit, long from) {
    long now = from;
    while (true) {
      hear(now);
      long wait = pace.untilDue(permit, now);
      long next = nextEvent();
      if (wait <= 0 && inFlight < IN_FLIGHT) {
        return now;
      }
      now = wait <= 0 ? next : Math.min(now + wait, Math.max(next, now + 1));
    }
  }

  private long nextEvent() {
    Request arrival = arriving.peek();
    Answer answer = answers.peek();
    return Math.min(
        arrival == null ? Long.MAX_VALUE : arrival.arrival(),
        answer == null ? Long.MAX_VALUE : answer.at());
  }

  private void send(Permit permit, long now) {
    int operation = dice.nextInt(5);
    long arrival = now + setting.spread().way(dice, setting.jitter());
    pace.sent(permit, "operation " + operation, now, true);
    arriving.add(new Request(permit.permitId(), operation, arrival, 0));
    inFlight++;
  }

  /** Lets happen what happens until then. */
  private void hear(long until) {
    while (nextEvent() <= until && nextEvent() != Long.MAX_VALUE) {
      Request arrival = arriving.peek();
      Answer answer = answers.peek();
      if (answer == null || (arrival != null && arrival.arrival() <= answer.at())) {
        arrived(arriving.remove());
      } else {
        answered(answers.remove());
      }
    }
  }

  private void arrived(Request request) {
    arrivals.add(request.arrival());
    boolean accepts = counter.accepts(request.arrival());
    long took = accepts ? setting.processing().took(dice, request.operation()) : 5 * MILLI;
    long back = setting.spread().way(dice, setting.jitter());
    answers.add(new Answer(request, accepts ? 200 : 429, request.arrival() + took + back));
  }

  private void answered(Answer answer) {
    inFlight--;
    if (answer.status() == 200) {
      accepted++;
    } else {
      refused++;
    }
    @Nullable Duration unmeasured = null;
    Permit permit =
        new Permit(answer.request().permitId(), 0, Long.MAX_VALUE, Instant.MAX, spacing);
    pace.answered(permit, answer.at(), unmeasured, answer.status());
  }
}
