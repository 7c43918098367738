package dev.gamelan.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessServiceIT {
  /** A service that cannot start. */
  static final class Broken {
    public static void main(String[] arguments) {
      System.exit(3);
    }
  }

  @TempDir private Path data;

  private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();

  @Test
  void aServiceThatKeepsDyingIsLeftAloneLongerEachTimeAndTheTerminalSaysWhereToLook()
      throws IOException, InterruptedException {
    var plan = new ServicePlan("quota", Broken.class, 0, Map.of());
    long start = System.nanoTime();
    try (var service = ProcessService.start(plan, data, said::add)) {
      assertThat(next()).startsWith("quota ended with code 3 and was started again, as process");
      assertThat(next()).startsWith("quota ended with code 3 and was started again, as process");
      assertThat(next())
          .startsWith("quota has ended 3 times in a row, now with code 3.")
          .contains("started again after 1000 ms")
          .contains(data.resolve("logs/quota.out").toString())
          .contains(data.resolve("logs/quota.log").toString());
      assertThat(next()).contains("4 times in a row").contains("started again after 2000 ms");
      assertThat(System.nanoTime() - start)
          .as("pauses of 0.5, 1 and 2 s")
          .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(3500));
      assertThat(service.pid()).isPositive();
    }
    assertThat(said).as("nothing is started after the stop").isEmpty();
  }

  private @Nullable String next() throws InterruptedException {
    return said.poll(30, TimeUnit.SECONDS);
  }
}
