package dev.gamelan.system.faults;

import dev.gamelan.local.infrastructure.Broker;
import dev.gamelan.local.infrastructure.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A broker that can be killed, frozen and started again on its old log: a process of its own, with
 * one door for everybody and one behind a {@link Link}, for whom it is cut off from.
 */
final class BrokerProcess implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final int second;
  private final Link link;
  private Process process;

  private BrokerProcess(Path folder, int port, int second, Link link, Process process) {
    this.folder = folder;
    this.port = port;
    this.second = second;
    this.link = link;
    this.process = process;
  }

  static BrokerProcess start(Path folder) throws IOException {
    int port = FreePort.find();
    int second = FreePort.find();
    Link link = Link.to(second);
    return new BrokerProcess(
        folder, port, second, link, launched(folder, port, second, link.port()));
  }

  private static Process launched(Path folder, int port, int second, int advertised)
      throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BrokerProcess.class.getName(),
                    folder.toString(),
                    String.valueOf(port),
                    String.valueOf(second),
                    String.valueOf(advertised)))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Awaitility.await("the broker")
        .atMost(Duration.ofSeconds(60))
        .until(() -> !process.isAlive() || listens(port));
    if (!process.isAlive()) {
      throw new IOException("The broker ended with code " + process.exitValue());
    }
    return process;
  }

  private static boolean listens(int port) {
    try (Socket door = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return door.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The process itself: folder, port, second port, and what the second is advertised as. */
  public static void main(String[] arguments) throws IOException {
    String controller = "127.0.0.1:" + FreePort.find();
    Broker broker =
        Broker.start(
            Path.of(arguments[0]),
            Integer.parseInt(arguments[1]),
            Map.of(
                "controller.quorum.voters",
                "1@" + controller,
                "listeners",
                "CLIENT://127.0.0.1:%s,LINK://127.0.0.1:%s,CONTROLLER://%s"
                    .formatted(arguments[1], arguments[2], controller),
                "advertised.listeners",
                "CLIENT://127.0.0.1:%s,LINK://127.0.0.1:%s".formatted(arguments[1], arguments[3]),
                "listener.security.protocol.map",
                "CLIENT:PLAINTEXT,LINK:PLAINTEXT,CONTROLLER:PLAINTEXT"));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
  }

  String servers() {
    return "127.0.0.1:" + port;
  }

  /** For whom the link is to be between. */
  String serversOverLink() {
    return "127.0.0.1:" + link.port();
  }

  Link link() {
    return link;
  }

  long pid() {
    return process.pid();
  }

  void restart(boolean cleanly) throws IOException {
    stop(cleanly);
    process = launched(folder, port, second, link.port());
  }

  private void stop(boolean cleanly) {
    if (cleanly) {
      process.destroy();
    } else {
      process.destroyForcibly();
    }
    Awaitility.await("the broker's end")
        .atMost(Duration.ofSeconds(60))
        .until(() -> !process.isAlive());
  }

  @Override
  public void close() throws IOException {
    stop(false);
    link.close();
  }
}
