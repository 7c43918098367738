package dev.gamelan.local.client;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "down", description = "Stop the installation and wait until it has stopped.")
public final class DownCommand implements Callable<Integer> {
  private static final int PATIENCE_SECONDS = 90;

  @Mixin private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws IOException {
    var launcher = ProcessHandle.of(terminal.gateway().pid());
    if (launcher.isPresent() && launcher.get().destroy()) {
      try {
        launcher.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException stillUp) {
        throw new IOException(
            "Process %d has not stopped after %d s."
                .formatted(launcher.get().pid(), PATIENCE_SECONDS),
            stillUp);
      } catch (InterruptedException | ExecutionException interrupted) {
        throw new IOException("Interrupted while waiting", interrupted);
      }
    }
    terminal.out().println("Stopped.");
    terminal.out().flush();
    return 0;
  }
}
