package dev.gamelan.benchmarks.growth;

import dev.gamelan.benchmarks.load.Door;
import dev.gamelan.benchmarks.load.GamelanDoor;
import dev.gamelan.benchmarks.load.Gong;
import dev.gamelan.benchmarks.load.OpenLoop;
import dev.gamelan.benchmarks.load.OpenLoop.Planned;
import dev.gamelan.benchmarks.load.OpenLoop.Run;
import dev.gamelan.benchmarks.load.Questions;
import dev.gamelan.benchmarks.load.Quiet;
import dev.gamelan.benchmarks.result.Spread;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import dev.gamelan.simulator.GongSimulator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** One installation with many connections, all to one simulated Gong without a limit of its own. */
final class Crowd implements AutoCloseable {
  private static final int PLAYERS = 64;
  // A connection's first call waits for seconds, until quota knows that nothing is under way.
  private static final int FIRST_PLAYERS = 512;
  private static final String TRAIL = "audit.governance";
  private static final TopicPartition GOVERNANCE = new TopicPartition("gong.governance", 0);
  private static final int TOUCH_SECONDS = 240;
  private static final int WARM_UP_SECONDS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FLOOD = 500;
  private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final int QUIET_CALLS = 20;
  private static final List<String> ASKERS = List.of("reader", "guest", "writer", "admin");

  private final Gong gong;
  private final Installation installation;
  private final GamelanDoor door;
  private final int count;
  private final double secondsToReady;
  private final long begun;
  private final AtomicInteger asked = new AtomicInteger();

  private Crowd(Gong gong, Installation installation, int count, long begun) {
    this.gong = gong;
    this.installation = installation;
    this.door = new GamelanDoor(installation.gateway(), PATIENCE);
    this.count = count;
    this.begun = begun;
    this.secondsToReady = (System.nanoTime() - begun) / 1e9;
  }

  static Crowd start(Path data, int count) throws IOException {
    Gong gong = Gong.start("--gamelan.simulator.quota.enabled=false");
    gong.takes(Duration.ofMillis(100));
    String names = IntStream.range(0, count).mapToObj(Crowd::name).collect(Collectors.joining(","));
    var options =
        InstallationOptions.in(data)
            .withGong(gong.account())
            .withSettings(
                Map.of(
                    "gong-caller",
                    Map.of(
                        "gamelan.gong.connections",
                        names,
                        "gamelan.gong.allowed-besides",
                        gong.url()),
                    "tool-router",
                    Map.of(
                        "gamelan.tool-calls.connections",
                        names,
                        "gamelan.dispatch.pending",
                        "5000",
                        "gamelan.dispatch.pending-per-caller",
                        "2000")));
    long begun = System.nanoTime();
    try {
      var installation = Installation.start(options, Quiet.PROGRESS);
      return new Crowd(gong, installation, count, begun);
    } catch (IOException | RuntimeException failed) {
      gong.close();
      throw failed;
    }
  }

  private static String name(int number) {
    return "c" + number;
  }

  double secondsToReady() {
    return secondsToReady;
  }

  /**
   * Waits until the tools of all are on record and in the trail, which is done once in a
   * connection's life; from the start on.
   */
  double secondsToRecord() throws Exception {
    try (Admin kafka = Admin.create(Map.of("bootstrap.servers", installation.gateway().kafka()))) {
      long recorded = recorded(kafka);
      long since = System.nanoTime();
      while (System.nanoTime() - since < SETTLED_NANOS || recorded < said(kafka)) {
        TimeUnit.SECONDS.sleep(1);
        long now = recorded(kafka);
        if (now > recorded) {
          recorded = now;
          since = System.nanoTime();
        }
      }
      if (recorded < count) {
        throw new IOException("Of %d connections %d are on record".formatted(count, recorded));
      }
      return (since - begun) / 1e9;
    }
  }

  /** Of each connection there is an event, and audit has followed so many. */
  private static long recorded(Admin kafka) throws Exception {
    var followed =
        kafka
            .listConsumerGroupOffsets(TRAIL)
            .partitionsToOffsetAndMetadata(TRAIL)
            .get()
            .get(GOVERNANCE);
    return followed == null ? 0 : followed.offset();
  }

  private static long said(Admin kafka) throws Exception {
    return kafka
        .listOffsets(Map.of(GOVERNANCE, OffsetSpec.latest()))
        .partitionResult(GOVERNANCE)
        .get()
        .offset();
  }

  /**
   * @param busy the share of the processors that this process had
   */
  record Starts(double perSecond, double busy) {}

  Starts starts(int seconds) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS + seconds);
    try (var players = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int player = 0; player < PLAYERS; player++) {
        players.execute(
            () -> {
              while (System.nanoTime() < end) {
                int number = asked.incrementAndGet();
                ask(number, number % count);
              }
            });
      }
      TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
      long before = gong.arrivals();
      long cpu = cpuNanos();
      long from = System.nanoTime();
      TimeUnit.SECONDS.sleep(seconds);
      double took = System.nanoTime() - from;
      return new Starts(
          (gong.arrivals() - before) / (took / 1e9),
          (cpuNanos() - cpu) / took / Runtime.getRuntime().availableProcessors());
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private Door.Reply ask(int number, int connection) {
    return door.ask(
            Questions.distinct(number).askedBy(ASKERS.get(number % ASKERS.size())),
            name(connection))
        .join();
  }

  /**
   * @param perSecond first calls that were answered
   */
  record Memory(int touched, double kilobytesEach, double perSecond) {}

  /** Makes a call of each connection and looks at what is kept of them. */
  Memory memory() throws Exception {
    // The first ones make the JVM load and keep what all of them share.
    int shared = count / 10;
    if (touch(0, shared) == 0) {
      return new Memory(0, Double.NaN, 0);
    }
    long before = keptBytes();
    long begun = System.nanoTime();
    int touched = touch(shared, count);
    double took = (System.nanoTime() - begun) / 1e9;
    TimeUnit.SECONDS.sleep(5);
    long kept = keptBytes() - before;
    return new Memory(touched, kept / 1024.0 / Math.max(1, touched), touched / took);
  }

  /** Each from the one to the other, as many as there is time for. */
  private int touch(int from, int to) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TOUCH_SECONDS);
    var next = new AtomicInteger(from);
    var touched = new AtomicInteger();
    try (var players = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int player = 0; player < FIRST_PLAYERS; player++) {
        players.execute(
            () -> {
              for (int one = next.getAndIncrement();
                  one < to && System.nanoTime() < end;
                  one = next.getAndIncrement()) {
                if (ask(asked.incrementAndGet(), one).status() == 200) {
                  touched.incrementAndGet();
                }
              }
            });
      }
    }
    return touched.get();
  }

  private static long keptBytes() {
    for (int time = 0; time < 3; time++) {
      ManagementFactory.getMemoryMXBean().gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  record Noise(double aloneMillis, double besideMillis, boolean isVoid) {}

  Noise noise() throws Exception {
    Run alone = quiet();
    List<Future<?>> flood = new ArrayList<>();
    try (var players = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int call = 0; call < FLOOD; call++) {
        flood.add(players.submit(() -> ask(asked.incrementAndGet(), 1)));
      }
      Run beside = quiet();
      return new Noise(
          Spread.quantile(alone.tookMillis(), 0.95),
          Spread.quantile(beside.tookMillis(), 0.95),
          alone.isVoid() || beside.isVoid());
    }
  }

  private Run quiet() throws Exception {
    List<Planned> plan =
        OpenLoop.evenly(
            1, QUIET_CALLS, number -> Questions.distinct(asked.incrementAndGet()).askedBy("guest"));
    return OpenLoop.play(plan, question -> door.ask(question, name(0)), PATIENCE.toMillis());
  }

  /** So many, one after the other; a second. */
  double register(int connections) throws Exception {
    String url = installation.gateway().service("gong-caller").url() + "/v1/connections";
    try (var http = HttpClient.newHttpClient()) {
      long begun = System.nanoTime();
      for (int number = 0; number < connections; number++) {
        var request =
            HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + installation.gateway().adminToken())
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"r%d\",\"baseUrl\":\"%s\",\"credentials\":{\"accessKey\":\"%s\",\"accessKeySecret\":\"%s\"}}"
                            .formatted(
                                number,
                                gong.url(),
                                GongSimulator.ACCESS_KEY,
                                GongSimulator.ACCESS_KEY_SECRET)))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
          throw new IOException("Not registered: " + answer.statusCode() + ' ' + answer.body());
        }
      }
      return connections / ((System.nanoTime() - begun) / 1e9);
    }
  }

  @Override
  public void close() {
    installation.close();
    door.close();
    gong.close();
  }
}
