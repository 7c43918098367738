package dev.gamelan.local.client;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which installation a command is about: the one whose data is in this folder. */
public final class DataFolder {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      defaultValue = ".gamelan",
      description =
          "Where the installation keeps everything over restarts (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path path;

  public Path path() {
    return path;
  }
}
