package dev.gamelan.local.services;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A service as a process of its own, which is started again whenever it dies without having been
 * asked to: what a container platform does for it elsewhere.
 */
public final class ProcessService implements RunningService {
  private static final int GRACE_SECONDS = 30;

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
      while (true) {
        Process watched = current();
        int code = watched.waitFor();
        synchronized (this) {
          if (stopping) {
            return;
          }
          process = launch();
          announce.accept(
              "%s ended with code %d and was started again, as process %d; its log: %s"
                  .formatted(plan.name(), code, process.pid(), output()));
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException problem) {
      announce.accept("%s could not be started again: %s".formatted(plan.name(), problem));
    }
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
