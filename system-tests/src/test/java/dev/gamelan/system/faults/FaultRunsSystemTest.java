package dev.gamelan.system.faults;

import static org.awaitility.Awaitility.await;

import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.system.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever breaks while calls are made: none is lost, no write is done twice, Gong is never asked
 * too often, and the trail is whole. Each run prints one line. {@code -Pfaults} makes it the long
 * form, {@code -Dgamelan.faults.seed} repeats one.
 */
class FaultRunsSystemTest {
  private static final int CALLS = Integer.getInteger("gamelan.faults.calls", 40);
  private static final long SEED = Long.getLong("gamelan.faults.seed", 20_261_122);
  private static final String ONLY = System.getProperty("gamelan.faults.only", "");
  private static final int PER_SECOND = 12;
  private static final Duration OUTAGE = Duration.ofSeconds(CALLS < 1000 ? 2 : 20);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path data;

  private static Site site;

  @BeforeAll
  static void start() throws Exception {
    site = Site.start(data);
  }

  @AfterAll
  static void stop() throws Exception {
    if (site != null) {
      site.close();
    }
  }

  static Stream<Mishap> mishaps() {
    List<Mishap> wanted = CALLS < 1000 && ONLY.isEmpty() ? Mishaps.some() : Mishaps.all();
    return wanted.stream()
        .filter(mishap -> Arrays.stream(ONLY.split(",")).anyMatch(mishap.name()::startsWith));
  }

  @ParameterizedTest
  @MethodSource("mishaps")
  void nothingIsLostOrDoneTwiceOrTooMuch(Mishap mishap) throws Exception {
    Tally tally = Tally.begin(site);
    Gateway gateway = site.installation().gateway();
    Random dice = new Random(SEED);
    Instant over;
    List<Load.Heard> heard;
    try (var load = new Load(gateway.adminUrl(), gateway.user("writer").token(), SEED);
        var loading = Executors.newSingleThreadExecutor()) {
      Duration time = Duration.ofMillis(CALLS * 1000L / PER_SECOND);
      var calls =
          loading.submit(
              () -> {
                load.run(time, PER_SECOND);
                return null;
              });
      TimeUnit.MILLISECONDS.sleep(time.toMillis() / 4 + dice.nextInt(200));
      mishap.happening().happen(site, dice, OUTAGE);
      over = Instant.now();
      calls.get();
      await("a call that is answered again")
          .atMost(Duration.ofSeconds(120))
          .until(() -> load.once().status() == 200);
      heard = load.heard();
    }
    tally.close(mishap, SEED, heard, over);
    mishap.beyond().judge(tally.arrivals());
  }
}
