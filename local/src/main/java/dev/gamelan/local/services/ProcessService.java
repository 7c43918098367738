package dev.gamelan.local.services;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A service as a process of its own, which is started again whenever it dies without having been
 * asked to, after a longer pause each time: what a container platform does for it elsewhere.
 */
public final class ProcessService implements RunningService {
  private static final int GRACE_SECONDS = 30;

  /** From so many deaths in a row on, a person should look into it. */
  private static final int TELLING = 3;

  private final ServicePlan plan;
  private final Path data;
  private final Consumer<String> announce;
  private Process process;
  private boolean stopping;

  private ProcessService(ServicePlan plan, Path data, Consumer<String> announce)
      throws IOException {
    this.plan = plan;
    this.data = data;
    this.announce = announce;
    this.process = launch();
  }

  /**
   * @param announce takes a sentence each time the service had to be started again
   */
  public static ProcessService start(ServicePlan plan, Path data, Consumer<String> announce)
      throws IOException {
    var service = new ProcessService(plan, data, announce);
    service.watch();
    return service;
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ServiceLog.flags(data, plan.name()));
    command.addAll(
        List.of(
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            plan.application().getName()));
    command.addAll(List.of(plan.arguments()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .start();
  }

  private void watch() {
    Thread.ofVirtual().name("watch-" + plan.name()).start(this::startAgainWhenItDies);
  }

  private void startAgainWhenItDies() {
    try {
      var deaths = new Deaths();
      while (true) {
        long started = System.nanoTime();
        int code = current().waitFor();
        Duration pause = deaths.another(Duration.ofNanos(System.nanoTime() - started));
        if (!startAgainAfter(pause)) {
          return;
        }
        announce.accept(sentence(code, deaths.inARow(), pause));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException problem) {
      announce.accept("%s could not be started again: %s".formatted(plan.name(), problem));
    }
  }

  /** False where it was asked to stop meanwhile. */
  private synchronized boolean startAgainAfter(Duration pause)
      throws InterruptedException, IOException {
    long until = System.nanoTime() + pause.toNanos();
    long left = pause.toMillis();
    while (left > 0 && !stopping) {
      wait(left);
      left = Duration.ofNanos(until - System.nanoTime()).toMillis();
    }
    if (!stopping) {
      process = launch();
    }
    return !stopping;
  }

  private String sentence(int code, int deathsInARow, Duration pause) throws IOException {
    if (deathsInARow < TELLING) {
      return "%s ended with code %d and was started again, as process %d; its log: %s"
          .formatted(plan.name(), code, pid(), output());
    }
    return "%s has ended %d times in a row, now with code %d. It was started again after %d ms and will be, ever later, until it stays up. Why it ends stands in %s or %s"
        .formatted(
            plan.name(),
            deathsInARow,
            code,
            pause.toMillis(),
            ServiceLog.file(data, plan.name()),
            output());
  }

  private synchronized Process current() {
    return process;
  }

  @Override
  public ServicePlan plan() {
    return plan;
  }

  @Override
  public long pid() {
    return current().pid();
  }

  /** What the JVM itself prints, such as the reason why it cannot start. */
  private Path output() {
    return data.resolve("logs").resolve(plan.name() + ".out");
  }

  @Override
  public void close() {
    Process last;
    synchronized (this) {
      stopping = true;
      notifyAll();
      last = process;
    }
    last.destroy();
    try {
      if (!last.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        last.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      last.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
