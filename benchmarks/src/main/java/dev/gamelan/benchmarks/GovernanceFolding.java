package dev.gamelan.benchmarks;

import dev.gamelan.local.infrastructure.Broker;
import dev.gamelan.local.infrastructure.FreePort;
import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.Topics;
import dev.gamelan.toolrouter.ToolRouterApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** How long a tool-router takes to fold years of governance from a real broker as it starts. */
final class GovernanceFolding {
  private static final int EVENTS = 100_000;
  private static final int ROUNDS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern FOLDED =
      Pattern.compile("The log of governance was read to (\\d+) in (\\d+) ms");

  private final Path data;

  GovernanceFolding(Path data) {
    this.data = data;
  }

  List<Figure> measure() throws Exception {
    double[] empty = new double[ROUNDS];
    double[] full = new double[ROUNDS];
    double[] folding = new double[ROUNDS];
    try (Broker broker = Broker.start(data.resolve("kafka"), FreePort.find())) {
      for (int round = 0; round < ROUNDS; round++) {
        empty[round] = start(broker, "empty-" + round).ready();
      }
      write(broker.servers());
      for (int round = 0; round < ROUNDS; round++) {
        Start start = start(broker, "full-" + round);
        full[round] = start.ready();
        folding[round] = start.folding();
      }
    }
    return List.of(
        new Figure(
            "tool-router folds %,d events of governance (%d rounds)".formatted(EVENTS, ROUNDS),
            "%.1f s (%s)".formatted(Samples.median(folding), all(folding)),
            "< 5 s"),
        new Figure(
            "from its start to ready, with them",
            "%.1f s (%s)".formatted(Samples.median(full), all(full)),
            "–"),
        new Figure(
            "from its start to ready, without",
            "%.1f s (%s)".formatted(Samples.median(empty), all(empty)),
            "–"));
  }

  private static String all(double[] seconds) {
    List<String> texts = new ArrayList<>();
    for (double one : seconds) {
      texts.add("%.1f".formatted(one));
    }
    return String.join(", ", texts);
  }

  /**
   * Mostly people asking for access and tools being reviewed, as in a company of some size.
   *
   * @throws IOException where the broker does not take them
   */
  private static void write(String servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      if (!admin.listTopics().names().get().contains(Topics.GOVERNANCE.name())) {
        admin
            .createTopics(List.of(new NewTopic(Topics.GOVERNANCE.name(), 1, (short) 1)))
            .all()
            .get();
      }
    }
    Map<String, Long> versions = new HashMap<>();
    Map<String, String> documents = new HashMap<>();
    try (var producer =
        new KafkaProducer<String, SpecificRecord>(
            Map.of("bootstrap.servers", servers, "linger.ms", 20),
            new StringSerializer(),
            new RecordSerializer())) {
      for (int number = 0; number < EVENTS; number++) {
        producer.send(
            new ProducerRecord<>(Topics.GOVERNANCE.name(), event(number, versions, documents)));
      }
    }
  }

  private static GovernanceEvent event(
      int number, Map<String, Long> versions, Map<String, String> documents) {
    GovernedKind kind =
        switch (number % 10) {
          case 0, 1, 2, 3 -> GovernedKind.REQUEST;
          case 4, 5, 6 -> GovernedKind.TOOL;
          case 7 -> GovernedKind.PROFILE;
          case 8 -> GovernedKind.CLIENT;
          default -> GovernedKind.POLICY;
        };
    String name =
        switch (kind) {
          // Each is asked for and decided.
          case REQUEST -> "request-" + number / 20 + "-" + number % 2;
          case TOOL -> "gong_tool_" + number % 69;
          default -> kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + number % 500;
        };
    String key = kind + name;
    long version = versions.merge(key, 1L, Long::sum);
    String after = document(kind, number);
    String before = documents.put(key, after);
    return GovernanceEvent.newBuilder()
        .setEventId("event-" + number)
        .setAt(Instant.EPOCH.plusSeconds(number))
        .setChangedBy("company:administrator-" + number % 7)
        .setReason("As was agreed upon in the weekly meeting")
        .setChanges(
            List.of(
                GovernedChange.newBuilder()
                    .setKind(kind)
                    .setConnection("default")
                    .setName(name)
                    .setExpectedVersion(version - 1)
                    .setBefore(before)
                    .setAfter(after)
                    .build()))
        .build();
  }

  private static @Nullable String document(GovernedKind kind, int number) {
    return switch (kind) {
      case REQUEST ->
          "{\"profile\":\"profile-%d\",\"caller\":\"company:%d\",\"displayName\":\"A person\",\"justification\":\"To prepare the meeting of next week\",\"state\":\"%s\",\"askedAt\":\"2026-05-10T08:00:00Z\"}"
              .formatted(number % 500, number % 3000, number % 20 < 10 ? "PENDING" : "DENIED");
      case TOOL ->
          "{\"state\":\"APPROVED\",\"reason\":\"Harmless\",\"by\":\"company:1\",\"at\":\"2026-05-10T08:00:00Z\",\"effect\":\"READ\"}";
      case PROFILE ->
          "{\"title\":\"Calls\",\"people\":[\"company:1\",\"company:2\",\"company:3\"],\"groups\":[\"/sales\",\"/success\"],\"toolsets\":[\"calls\",\"users\"],\"terms\":\"ON_REQUEST\",\"lastsFor\":\"PT8H\",\"approvers\":{\"people\":[\"company:4\"]},\"justification\":true}";
      case CLIENT ->
          "{\"type\":\"personal\",\"note\":\"As agreed\",\"lastSeenOn\":\"2026-05-%02d\"}"
              .formatted(number % 28 + 1);
      default ->
          "{\"title\":\"A rule\",\"when\":\"BEFORE\",\"condition\":\"'DANGEROUS' in tool.class && client.id != 'back-office'\",\"action\":\"DENY\",\"reason\":\"This is done by the back office alone.\"}";
    };
  }

  private record Start(double ready, double folding) {}

  private Start start(Broker broker, String name) throws Exception {
    Path folder = Files.createDirectories(data.resolve(name));
    Path tokens = Files.writeString(folder.resolve("tokens.json"), "{\"tokens\":[]}");
    Path log = folder.resolve("router.log");
    int port = FreePort.find();
    long begun = System.nanoTime();
    Process router =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dorg.springframework.boot.logging.LoggingSystem=none",
                "-Dgamelan.log.file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                ToolRouterApplication.class.getName(),
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--spring.kafka.bootstrap-servers=" + broker.servers(),
                "--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
                "--gamelan.tokens.file=" + tokens,
                "--gamelan.mcp.signing-key=ephemeral")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("router.out").toFile())
            .start();
    try {
      awaitReadiness(port);
      double ready = (System.nanoTime() - begun) / 1e9;
      Matcher folded = FOLDED.matcher(Files.readString(log));
      if (!folded.find()) {
        throw new IOException("The router does not tell how long it took: " + log);
      }
      return new Start(ready, Long.parseLong(folded.group(2)) / 1e3);
    } finally {
      router.destroyForcibly().waitFor();
    }
  }

  private static void awaitReadiness(int port) throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(port)))
            .timeout(Duration.ofSeconds(5))
            .build();
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    try (var http = HttpClient.newHttpClient()) {
      while (System.nanoTime() < giveUp) {
        try {
          if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException notYet) {
          // it is asked again
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new IOException("The router was not ready after " + PATIENCE);
  }
}
