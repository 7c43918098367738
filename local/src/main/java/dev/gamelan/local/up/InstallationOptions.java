package dev.gamelan.local.up;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be started and how.
 *
 * @param data the folder for everything that is to survive a restart
 * @param port of the tool-router; 0 takes a free one
 * @param gong another Gong-compatible base URL and its key; null starts the simulator
 * @param processes whether each service gets a process of its own
 * @param registry whether a schema registry is started
 * @param kafka the bootstrap servers of a broker that runs already; null starts one
 * @param copies how many instances of a service run, by its name; one where it is not named
 * @param settings more settings by service name, over those the launcher makes
 */
public record InstallationOptions(
    Path data,
    int port,
    @Nullable GongAccount gong,
    boolean processes,
    boolean registry,
    @Nullable String kafka,
    Map<String, Integer> copies,
    Map<String, Map<String, String>> settings) {

  public static InstallationOptions in(Path data) {
    return new InstallationOptions(data, 0, null, false, false, null, Map.of(), Map.of());
  }

  public InstallationOptions withGong(GongAccount account) {
    return new InstallationOptions(
        data, port, account, processes, registry, kafka, copies, settings);
  }

  public InstallationOptions withProcesses() {
    return new InstallationOptions(data, port, gong, true, registry, kafka, copies, settings);
  }

  public InstallationOptions withRegistry() {
    return new InstallationOptions(data, port, gong, processes, true, kafka, copies, settings);
  }

  public InstallationOptions withKafka(String servers) {
    return new InstallationOptions(
        data, port, gong, processes, registry, servers, copies, settings);
  }

  /** Instances beyond the first are named {@code <service>-2} and so on. */
  public InstallationOptions withCopies(Map<String, Integer> instances) {
    return new InstallationOptions(
        data, port, gong, processes, registry, kafka, instances, settings);
  }

  public InstallationOptions withSettings(Map<String, Map<String, String>> more) {
    return new InstallationOptions(data, port, gong, processes, registry, kafka, copies, more);
  }

  /** A company's Gong account. */
  public record GongAccount(String baseUrl, String accessKey, String accessKeySecret) {
    @Override
    public String toString() {
      return "GongAccount[" + baseUrl + "]";
    }
  }
}
