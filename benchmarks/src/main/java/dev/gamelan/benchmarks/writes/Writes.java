package dev.gamelan.benchmarks.writes;

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
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import dev.gamelan.simulator.arrivals.Arrival;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** B6: writes that came twice while their writer was killed at five points. */
public final class Writes {
  private static final String PER_SECOND = "20";
  private static final Duration SPACING = Duration.ofMillis(55);
  private static final double WRITES_PER_SECOND = 4;
  private static final double SECONDS = 100;
  private static final int BETWEEN_SECONDS = 15;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  // One of the seeded company whose meetings can be made.
  private static final String ORGANIZERS = "/v2/users?includeAvatars=false";

  private Writes() {}

  /** Kills a writer and sees to it that it is started again. */
  private interface Killer {
    void kill() throws IOException, InterruptedException;
  }

  private record Outcome(Run run, int twice, long done, int kills) {
    long answered() {
      return run.answeredWithin(Double.MAX_VALUE);
    }

    long unknown() {
      return run.heard().stream()
          .filter(
              heard ->
                  heard.reply().body().contains("OUTCOME_UNKNOWN")
                      || heard.reply().body().contains("outcome-unknown"))
          .count();
    }

    long lost() {
      return Math.max(0, answered() - done);
    }

    double twiceOfThousand() {
      return twice * 1000.0 / Math.max(1, run.heard().size());
    }

    String shown() {
      return String.format(
          Locale.ROOT,
          "%.1f (%d of %d twice; %d reported unknown, %d answered but lost)",
          twiceOfThousand(),
          twice,
          run.heard().size(),
          unknown(),
          lost());
    }
  }

  public static void measure(Rows rows, Path data, int rounds) throws Exception {
    try (Gong ours = Gong.start("--gamelan.simulator.quota.per-second=" + PER_SECOND);
        Gong theirs = Gong.start("--gamelan.simulator.quota.per-second=" + PER_SECOND)) {
      String organizer = organizer(ours);
      ours.takes(Duration.ofMillis(KillPoint.WORK_MILLIS));
      theirs.takes(Duration.ofMillis(KillPoint.WORK_MILLIS));
      var options =
          InstallationOptions.in(data)
              .withGong(ours.account())
              .withProcesses()
              .withSettings(Map.of("quota", Map.of("gamelan.limits.per-second", PER_SECOND)));
      try (var installation = Installation.start(options, Quiet.PROGRESS);
          var door = new GamelanDoor(installation.gateway(), PATIENCE);
          var fifo = new FifoDoor(installation.gateway().kafka(), PATIENCE);
          var peer =
              new PeerProcess(
                  data.resolve("peer.log"),
                  installation.gateway().kafka(),
                  theirs.url(),
                  SPACING,
                  // It comes back under its name, else each kill would cost it 45 s.
                  Map.of("group.instance.id", "peer-1", "session.timeout.ms", "10000"));
          var beside = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Outcome> other = beside.submit(() -> run(theirs, fifo, organizer, peer::kill));
        Outcome gamelan =
            run(
                ours,
                door,
                organizer,
                () -> kill(installation.gateway().service("gong-caller").pid()));
        tell(rows, gamelan, other.get());
      }
    }
  }

  private static String organizer(Gong gong) throws IOException, InterruptedException {
    return gong.texts(ORGANIZERS, "users", "emailAddress").getFirst();
  }

  private static Outcome run(Gong gong, Door door, String organizer, Killer killer)
      throws Exception {
    try (var beside = Executors.newVirtualThreadPerTaskExecutor()) {
      long before = gong.arrivals();
      Future<Run> load =
          beside.submit(
              () ->
                  OpenLoop.play(
                      OpenLoop.evenly(
                          WRITES_PER_SECOND,
                          SECONDS,
                          number -> Questions.meeting("Meeting " + number, organizer)),
                      door,
                      PATIENCE.toMillis()));
      TimeUnit.SECONDS.sleep(10);
      for (KillPoint point : KillPoint.values()) {
        point.await(gong);
        killer.kill();
        TimeUnit.SECONDS.sleep(BETWEEN_SECONDS);
      }
      Run run = load.get();
      long done =
          gong.arrivals(before).stream()
              .filter(Arrival::applied)
              .map(Arrival::bodySha256)
              .distinct()
              .count();
      return new Outcome(
          run, gong.simulator().report().writesAppliedTwice(), done, KillPoint.values().length);
    }
  }

  private static void kill(long pid) {
    if (!ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false)) {
      throw new IllegalStateException("There is no process " + pid);
    }
  }

  private static void tell(Rows rows, Outcome gamelan, Outcome peer) {
    rows.add(
        new Row(
            "B6 writes done twice of 1,000, one run with %d kills".formatted(gamelan.kills()),
            gamelan.shown(),
            "at-least-once listener and POST: " + peer.shown(),
            "–",
            "0, none lost; peer > 0",
            Verdict.of(gamelan.twice() == 0 && gamelan.lost() == 0)
                .unlessVoid(gamelan.run().isVoid() || gamelan.answered() == 0)));
    rows.note("");
    rows.note(
        ("B6: %.0f writes a second for %.0f s that Gong does not know again; Gong takes %d ms;"
                + " kills at the arrival of a write at Gong and 60, 121, 127 and 180 ms after it;"
                + " answered: %d and %d. The peer commits after each record and comes back under its"
                + " own name.")
            .formatted(
                WRITES_PER_SECOND,
                SECONDS,
                KillPoint.WORK_MILLIS,
                gamelan.answered(),
                peer.answered()));
  }
}
