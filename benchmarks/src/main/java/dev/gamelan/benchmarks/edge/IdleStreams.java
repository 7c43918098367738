package dev.gamelan.benchmarks.edge;

import dev.gamelan.benchmarks.Figure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What clients cost that listen and hear nothing. */
public final class IdleStreams {
  private static final int STREAMS = 10_000;

  private final Path data;

  public IdleStreams(Path data) {
    this.data = data;
  }

  public List<Figure> measure() throws Exception {
    Core.leave();
    List<Wire> open = new ArrayList<>();
    try (Router router =
        Router.start(
            data,
            "gamelan.streams.listening=" + STREAMS,
            "gamelan.streams.listening-per-caller=" + STREAMS)) {
      byte[] request =
          Router.request(
              "subscriptions/listen", "", "\"notifications\":{\"toolsListChanged\":true}");
      // The first ones make the JVM load what all of them share.
      listen(router, request, 100, open);
      long heapBefore = heapBytes(router.pid());
      long residentBefore = residentBytes(router.pid());
      String stopped = listen(router, request, STREAMS - 100, open);
      long heap = heapBytes(router.pid()) - heapBefore;
      long resident = residentBytes(router.pid()) - residentBefore;
      int streams = open.size() - 100;
      return List.of(
          new Figure(
              "idle subscriptions/listen streams held by one instance",
              "%,d%s".formatted(open.size(), stopped),
              "10,000"),
          new Figure(
              "heap / resident memory of such a stream",
              "%,d / %,d bytes".formatted(heap / streams, resident / streams),
              "–"));
    } finally {
      for (Wire wire : open) {
        wire.close();
      }
    }
  }

  /** Why it stopped, if it did before the end. */
  private static String listen(Router router, byte[] request, int streams, List<Wire> open) {
    try {
      for (int stream = 0; stream < streams; stream++) {
        Wire wire = new Wire(router.port(), 512);
        open.add(wire);
        wire.send(request);
        wire.stream();
        if (!wire.event().contains("acknowledged")) {
          throw new IOException("not acknowledged");
        }
      }
      return "";
    } catch (IOException limit) {
      return " (then: %s)".formatted(limit.getMessage());
    }
  }

  private static long heapBytes(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    String said = jcmd(pid, "GC.heap_info");
    long bytes = 0;
    var used = java.util.regex.Pattern.compile("(?:DefNew|Tenured) .*used (\\d+)K").matcher(said);
    while (used.find()) {
      bytes += Long.parseLong(used.group(1)) * 1024;
    }
    return bytes;
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(pid),
                command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(30, TimeUnit.SECONDS);
    return said;
  }

  private static long residentBytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }
}
