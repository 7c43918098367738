package dev.gamelan.benchmarks.pacing;

import dev.gamelan.benchmarks.load.GamelanDoor;
import dev.gamelan.benchmarks.load.Gong;
import dev.gamelan.benchmarks.load.Questions;
import dev.gamelan.benchmarks.load.Quiet;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import dev.gamelan.simulator.arrivals.Arrival;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One cell of the comparison in real time: whole systems, saturated, against simulated Gongs. */
final class RealCell {
  static final long JITTER_MILLIS = 20;
  private static final int PLAYERS = 12;
  private static final int WARM_UP_SECONDS = 25;

  private RealCell() {}

  record Seen(int sends, int refused, double goodput, int mostInAnySecond) {
    double refusedOfTenThousand() {
      return sends == 0 ? 0 : refused * 10_000.0 / sends;
    }
  }

  /** All at the same time, each with a Gong of its own. */
  static Map<Competitor, Seen> measure(Path data, int seconds) throws Exception {
    Map<Competitor, Gong> gongs = new EnumMap<>(Competitor.class);
    List<AutoCloseable> parts = new ArrayList<>();
    Map<Competitor, Seen> seen = new EnumMap<>(Competitor.class);
    try {
      for (Competitor one : Competitor.values()) {
        Gong gong = Gong.start();
        parts.add(gong);
        gong.takes(Duration.ofMillis(150));
        gongs.put(one, gong);
        var link = JitterLink.to(gong.url(), JITTER_MILLIS, one.ordinal());
        parts.add(link);
        parts.add(
            one == Competitor.GAMELAN
                ? new Saturated(data, link.url())
                : new RealClient(one, link.url()));
      }
      TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
      Map<Competitor, Long> before = new EnumMap<>(Competitor.class);
      gongs.forEach((one, gong) -> before.put(one, gong.arrivals()));
      TimeUnit.SECONDS.sleep(seconds);
      gongs.forEach(
          (one, gong) ->
              seen.put(
                  one,
                  seen(
                      gong.arrivals(before.getOrDefault(one, 0L)),
                      seconds,
                      gong.simulator().report().maxInAnySecond())));
    } finally {
      for (AutoCloseable part : parts.reversed()) {
        part.close();
      }
    }
    return seen;
  }

  private static Seen seen(List<Arrival> arrivals, int seconds, int mostInAnySecond) {
    int refused = (int) arrivals.stream().filter(one -> one.status() == 429).count();
    return new Seen(
        arrivals.size(), refused, (double) (arrivals.size() - refused) / seconds, mostInAnySecond);
  }

  /** An installation that always has another call to make. */
  private static final class Saturated implements AutoCloseable {
    private final Installation installation;
    private final GamelanDoor door;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean over;

    Saturated(Path data, String gong) throws Exception {
      installation =
          Installation.start(
              InstallationOptions.in(data).withGong(Gong.account(gong)), Quiet.PROGRESS);
      door = new GamelanDoor(installation.gateway(), Duration.ofSeconds(60));
      for (int player = 0; player < PLAYERS; player++) {
        Thread.ofVirtual().start(this::play);
      }
    }

    private void play() {
      while (!over) {
        Object answered = door.ask(Questions.distinct(asked.incrementAndGet())).join();
        if (answered == null) {
          return;
        }
      }
    }

    @Override
    public void close() {
      over = true;
      installation.close();
      door.close();
    }
  }
}
