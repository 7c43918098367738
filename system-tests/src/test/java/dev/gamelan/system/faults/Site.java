package dev.gamelan.system.faults;

import dev.gamelan.local.infrastructure.FreePort;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.Topics;
import dev.gamelan.system.Load;
import dev.gamelan.system.Silent;
import dev.gamelan.system.Simulator;
import dev.gamelan.system.TopicLog;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import redis.embedded.RedisServer;

/**
 * An installation whose every part can be hurt: services, broker and Redis are processes of their
 * own, and the wires from the callers to the broker and from quota to Redis can be cut.
 */
final class Site implements AutoCloseable {
  /** Seven times as fast as Gong, so that a thousand calls take a minute. */
  static final int PER_SECOND = 20;

  private final BrokerProcess broker;
  private final int redisPort;
  private final Path redisFolder;
  private final Link toRedis;
  private final Path clocks;
  private final Installation installation;
  private final Simulator gong;
  private RedisServer redis;

  private Site(
      BrokerProcess broker,
      RedisServer redis,
      int redisPort,
      Path redisFolder,
      Link toRedis,
      Path clocks,
      Installation installation) {
    this.broker = broker;
    this.redis = redis;
    this.redisPort = redisPort;
    this.redisFolder = redisFolder;
    this.toRedis = toRedis;
    this.clocks = clocks;
    this.installation = installation;
    this.gong = new Simulator(installation.gateway().gongUrl());
  }

  static Site start(Path data) throws IOException {
    BrokerProcess broker = BrokerProcess.start(data.resolve("broker"));
    int redisPort = FreePort.find();
    Path redisFolder = Files.createDirectories(data.resolve("keys"));
    RedisServer redis = redis(redisPort, redisFolder);
    Link toRedis = Link.to(redisPort);
    Path clocks = Files.createDirectories(data.resolve("clocks"));
    String limit = String.valueOf(PER_SECOND);
    var options =
        InstallationOptions.in(data)
            .withProcesses()
            .withKafka(broker.servers())
            .withCopies(Map.of("gong-caller", 2, "tool-router", 2))
            .withSettings(
                Map.of(
                    "gong-simulator",
                    Map.of(
                        "gamelan.simulator.quota.per-second",
                        limit,
                        "gamelan.simulator.quota.per-day",
                        "1000000"),
                    "quota",
                    Map.of(
                        "gamelan.limits.per-second",
                        limit,
                        "gamelan.limits.per-day",
                        "1000000",
                        "gamelan.redis.url",
                        "redis://127.0.0.1:" + toRedis.port(),
                        ClockTurner.SETTING,
                        clocks.toString()),
                    "tool-router",
                    Map.of(ClockTurner.SETTING, clocks.toString()),
                    "gong-caller",
                    Map.of(
                        "spring.kafka.bootstrap-servers",
                        broker.serversOverLink(),
                        ClockTurner.SETTING,
                        clocks.toString())));
    return new Site(
        broker,
        redis,
        redisPort,
        redisFolder,
        toRedis,
        clocks,
        Installation.start(options, Silent.PROGRESS));
  }

  private static RedisServer redis(int port, Path folder) throws IOException {
    RedisServer server =
        RedisServer.newRedisServer()
            .bind("127.0.0.1")
            .port(port)
            .setting("dir " + folder)
            .setting("appendonly yes")
            .setting("appendfsync everysec")
            .setting("save \"\"")
            .build();
    server.start();
    return server;
  }

  Installation installation() {
    return installation;
  }

  BrokerProcess broker() {
    return broker;
  }

  Link toRedis() {
    return toRedis;
  }

  Simulator gong() {
    return gong;
  }

  TopicLog topics() {
    return new TopicLog(broker.servers());
  }

  /** Somebody who calls. */
  Load load(String user) {
    var gateway = installation.gateway();
    return new Load(gateway.adminUrl(), gateway.user(user).token(), 1);
  }

  void kill(String service) {
    Signals.kill(pid(service));
  }

  void freeze(String service, Duration time) throws IOException, InterruptedException {
    freeze(pid(service), time);
  }

  static void freeze(long pid, Duration time) throws IOException, InterruptedException {
    Signals.freeze(pid);
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } finally {
      Signals.thaw(pid);
    }
  }

  /** From now on their wall clocks are wrong by this much. */
  void turn(List<String> services, Duration by) {
    for (String service : services) {
      ClockTurner.turn(clocks, URI.create(url(service)).getPort(), by);
    }
  }

  /** Whether it runs and speaks, ready or not. */
  boolean isAlive(String service) throws InterruptedException {
    var question = HttpRequest.newBuilder(URI.create(url(service) + "/actuator/health/liveness"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(question.build(), HttpResponse.BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private String url(String service) {
    return installation.gateway().service(service).url();
  }

  private long pid(String service) {
    return installation.gateway().service(service).pid();
  }

  /** Which gong-caller has the lane; by the name of its holder, as its last state tells. */
  String laneOwner() {
    List<LaneState> states = topics().read(Topics.LANE_STATE);
    String holder = states.getLast().getHolder();
    return holder.startsWith("gong-caller-2") ? "gong-caller-2" : "gong-caller";
  }

  void emptyRedis() {
    RedisClient client = RedisClient.create("redis://127.0.0.1:" + redisPort);
    try (var connection = client.connect()) {
      connection.sync().flushall();
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  /**
   * @param forgetting comes back with nothing in it, as after the loss of its disk
   */
  void restartRedis(boolean forgetting) throws IOException {
    redis.stop();
    if (forgetting) {
      try (var kept = Files.walk(redisFolder)) {
        kept.filter(Files::isRegularFile).map(Path::toFile).forEach(file -> file.delete());
      }
    }
    redis = redis(redisPort, redisFolder);
  }

  @Override
  public void close() throws IOException {
    toRedis.heal();
    broker.link().heal();
    gong.close();
    installation.close();
    toRedis.close();
    redis.stop();
    broker.close();
  }
}
