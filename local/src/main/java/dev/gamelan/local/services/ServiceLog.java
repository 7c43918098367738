package dev.gamelan.local.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sends all log lines of a JVM to one file of the data folder, whichever services run in it. */
public final class ServiceLog {
  private static final String FILE = "gamelan.log.file";
  // Each service would otherwise set logging up anew, over that of its neighbours in the JVM.
  private static final String SYSTEM = "org.springframework.boot.logging.LoggingSystem";

  private ServiceLog() {}

  /** To be called before the first log line of this JVM. */
  public static void ofThisJvm(Path data) throws IOException {
    System.setProperty(FILE, file(data, "gamelan").toString());
    System.setProperty(SYSTEM, "none");
    // Set up here, by one thread, before services start side by side.
    LoggerFactory.getILoggerFactory();
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  static List<String> flags(Path data, String service) throws IOException {
    return List.of("-D" + FILE + "=" + file(data, service), "-D" + SYSTEM + "=none");
  }

  static Path file(Path data, String name) throws IOException {
    return Files.createDirectories(data.toAbsolutePath().resolve("logs")).resolve(name + ".log");
  }
}
