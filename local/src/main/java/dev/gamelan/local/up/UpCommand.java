package dev.gamelan.local.up;

import dev.gamelan.local.admin.Demonstration;
import dev.gamelan.local.client.DataFolder;
import dev.gamelan.local.services.ServiceLog;
import dev.gamelan.local.up.InstallationOptions.GongAccount;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "up", description = "Start everything on this machine, and run until stopped.")
public final class UpCommand implements Callable<Integer> {
  private static final long LEAST_SPACE = 512L * 1024 * 1024;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final DataFolder folder = new DataFolder();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "7411",
      description = "The port for MCP and HTTP; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--gong",
      paramLabel = "URL",
      description = {
        "A Gong-compatible base URL instead of the simulator.",
        "GONG_ACCESS_KEY and GONG_ACCESS_KEY_SECRET must be set."
      })
  private @Nullable String gong;

  @Option(names = "--processes", description = "One process for each service.")
  private boolean processes;

  @Option(names = "--registry", description = "With a schema registry.")
  private boolean registry;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    Path data = folder.path();
    GongAccount account = account();
    checkPort();
    checkSpace(data);
    ServiceLog.ofThisJvm(data);
    var progress = new PrintedProgress(out);
    var options =
        new InstallationOptions(data, port, account, processes, registry, null, Map.of(), Map.of());
    var stopped = new CountDownLatch(1);
    var installation = Installation.start(options, progress);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  out.printf("%nStopping …%n");
                  out.flush();
                  installation.close();
                  out.println("Stopped.");
                  out.flush();
                  stopped.countDown();
                }));
    Demonstration.setUp(installation.gateway());
    Welcome.print(installation.gateway(), account == null, out);
    new FirstCall(installation.gateway(), out).make();
    out.printf("%nRunning, %.1f s after the start. Ctrl-C stops it.%n", progress.seconds());
    out.flush();
    awaitStop(stopped);
    return 0;
  }

  private static void awaitStop(CountDownLatch stopped) {
    try {
      stopped.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable GongAccount account() throws IOException {
    if (gong == null) {
      return null;
    }
    URI url;
    try {
      url = URI.create(gong);
    } catch (IllegalArgumentException malformed) {
      throw new IOException("--gong %s is not a URL: %s".formatted(gong, malformed.getMessage()));
    }
    if (url.getHost() == null
        || !("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
      throw new IOException(
          "--gong %s is not a base URL; one looks like https://us-12345.api.gong.io"
              .formatted(gong));
    }
    String key = System.getenv("GONG_ACCESS_KEY");
    String secret = System.getenv("GONG_ACCESS_KEY_SECRET");
    if (key == null || secret == null) {
      throw new IOException(
          "With --gong, set GONG_ACCESS_KEY and GONG_ACCESS_KEY_SECRET to the key pair of that account.");
    }
    return new GongAccount(gong, key, secret);
  }

  private void checkPort() throws IOException {
    if (port == 0) {
      return;
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException taken) {
      throw new IOException(
          "Port %d is in use. Stop what listens there, or choose another with --port."
              .formatted(port),
          taken);
    }
  }

  private static void checkSpace(Path data) throws IOException {
    Files.createDirectories(data);
    long free = Files.getFileStore(data).getUsableSpace();
    if (free < LEAST_SPACE) {
      throw new IOException(
          "Only %d MB are free where %s is; Gamelan needs %d. Free some space, or choose another folder with --data."
              .formatted(free >> 20, data.toAbsolutePath(), LEAST_SPACE >> 20));
    }
  }
}
