package dev.gamelan.benchmarks.recovery;

import dev.gamelan.benchmarks.load.Door;
import dev.gamelan.benchmarks.load.GamelanDoor;
import dev.gamelan.benchmarks.load.Gong;
import dev.gamelan.benchmarks.load.OpenLoop;
import dev.gamelan.benchmarks.load.OpenLoop.Run;
import dev.gamelan.benchmarks.load.Questions;
import dev.gamelan.benchmarks.load.Quiet;
import dev.gamelan.benchmarks.peer.FifoDoor;
import dev.gamelan.benchmarks.peer.PeerProcess;
import dev.gamelan.benchmarks.result.Row;
import dev.gamelan.benchmarks.result.Row.Verdict;
import dev.gamelan.benchmarks.result.Rows;
import dev.gamelan.benchmarks.result.Spread;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** B5: kill -9 of who sends, where another stands by, beside a consumer with Kafka's defaults. */
public final class Recovery {
  private static final int KILLS = 3;
  // A service that dies again within a minute is left alone for a while.
  private static final int BETWEEN_SECONDS = 62;
  private static final Duration SPACING = Duration.ofMillis(345);
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private Recovery() {}

  public static void measure(Rows rows, Path data, int rounds) throws Exception {
    int kills = Math.min(KILLS, rounds);
    try (Gong ours = Gong.start();
        Gong theirs = Gong.start()) {
      ours.takes(Duration.ofMillis(150));
      theirs.takes(Duration.ofMillis(150));
      var options =
          InstallationOptions.in(data)
              .withGong(ours.account())
              .withProcesses()
              .withCopies(Map.of("gong-caller", 2));
      try (var installation = Installation.start(options, Quiet.PROGRESS);
          var door = new GamelanDoor(installation.gateway(), PATIENCE);
          var fifo = new FifoDoor(installation.gateway().kafka(), PATIENCE);
          var peer =
              new PeerProcess(
                  data.resolve("peer.log"),
                  installation.gateway().kafka(),
                  theirs.url(),
                  SPACING,
                  Map.of());
          var beside = Executors.newVirtualThreadPerTaskExecutor()) {
        int seconds = 15 + kills * BETWEEN_SECONDS;
        Future<Run> gamelanLoad = beside.submit(() -> play(door, seconds));
        Future<Run> peerLoad = beside.submit(() -> play(fifo, seconds));
        TimeUnit.SECONDS.sleep(15);
        List<Instant> oursKilled = new ArrayList<>();
        List<Instant> theirsKilled = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
          theirsKilled.add(Instant.now());
          peer.kill();
          TimeUnit.SECONDS.sleep(5);
          String owner = LaneWords.owner(installation.gateway().kafka());
          oursKilled.add(Instant.now());
          kill(installation.gateway().service(owner).pid());
          TimeUnit.SECONDS.sleep(BETWEEN_SECONDS - 5L);
        }
        Path folder = data.resolve("logs");
        List<Path> logs =
            List.of(folder.resolve("gong-caller.log"), folder.resolve("gong-caller-2.log"));
        List<Instant> lane = LaneWords.moments(installation.gateway().kafka());
        List<Gap> gamelan = new ArrayList<>();
        List<Gap> plain = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
          gamelan.add(Gap.of(ours.arrivals(0), oursKilled.get(kill)).with(logs, lane));
          plain.add(Gap.of(theirs.arrivals(0), theirsKilled.get(kill)));
        }
        tell(rows, gamelan, plain, gamelanLoad.get(), peerLoad.get());
      }
    }
  }

  private static Run play(Door door, int seconds) throws Exception {
    return OpenLoop.play(
        OpenLoop.evenly(2.5, seconds, Questions::distinct), door, PATIENCE.toMillis());
  }

  private static void kill(long pid) {
    if (!ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false)) {
      throw new IllegalStateException("There is no process " + pid);
    }
  }

  private static void tell(
      Rows rows, List<Gap> gamelan, List<Gap> plain, Run gamelanRun, Run plainRun) {
    Spread ours = Spread.of(gamelan.stream().map(Gap::seconds).toList());
    Spread theirs = Spread.of(plain.stream().map(Gap::seconds).toList());
    List<Double> times = new ArrayList<>();
    for (int kill = 0; kill < gamelan.size(); kill++) {
      times.add(plain.get(kill).seconds() / gamelan.get(kill).seconds());
    }
    Spread ratio = Spread.of(times);
    boolean isVoid = gamelanRun.isVoid() || plainRun.isVoid();
    rows.add(
        new Row(
            "B5 silence at Gong after kill -9 of one of two gong-callers (%d kills)"
                .formatted(gamelan.size()),
            ours.shown("%.1f s"),
            "listener with Kafka's default group settings, started again at once, "
                + theirs.shown("%.1f s"),
            "1/" + ratio.shown("%.0f"),
            "≤ 3 s, ≤ 1/15",
            Verdict.of(ours.median() <= 3 && ratio.median() >= 15).unlessVoid(isVoid)));
    rows.note("");
    for (Gap gap : gamelan) {
      rows.note("B5 after a kill: " + gap.parts() + ".");
    }
    long answered = gamelanRun.answeredWithin(Double.MAX_VALUE);
    rows.note(
        String.format(
            Locale.ROOT,
            "B5: open loop, 2.5 a second, Gong takes 0.15 s; of %d calls %d were answered, the"
                + " longest after %.1f s.",
            gamelanRun.heard().size(),
            answered,
            Spread.quantile(gamelanRun.tookMillis(), 1) / 1000));
  }
}
