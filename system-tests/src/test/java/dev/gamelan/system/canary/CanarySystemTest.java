package dev.gamelan.system.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.local.services.ServiceLog;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import dev.gamelan.schemas.Topics;
import dev.gamelan.simulator.GongSimulator;
import dev.gamelan.system.Silent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Secrets and personal data are planted in every input, and found nowhere but where they belong.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanarySystemTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private static Path data;

  private final Canaries canaries = new Canaries();
  private final Visitor visitor = new Visitor();
  private LogHeard log;
  private GongSimulator gong;
  private TokenRelay relay;
  private Installation installation;
  private Gateway gateway;

  @BeforeAll
  void start() throws Exception {
    ServiceLog.ofThisJvm(data);
    log = new LogHeard();
    gong =
        GongSimulator.start(
            "--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
                + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration");
    relay = new TokenRelay(gong.baseUrl() + "/oauth2/generate-customer-token");
    Map<String, String> spans =
        Map.of("gamelan.test.spans", "true", "management.tracing.sampling.probability", "1.0");
    Map<String, String> caller = new HashMap<>(spans);
    caller.putAll(
        Map.of(
            "gamelan.gong.allowed-besides",
            gong.baseUrl(),
            "gamelan.gong-oauth.authorize-url",
            gong.baseUrl() + "/oauth2/authorize",
            "gamelan.gong-oauth.token-url",
            relay.url(),
            "gamelan.gong-oauth.redirect-uri",
            Company.BACK));
    Map<String, Map<String, String>> settings =
        Map.of("tool-router", spans, "gong-caller", caller, "quota", spans, "audit", spans);
    installation =
        Installation.start(InstallationOptions.in(data).withSettings(settings), Silent.PROGRESS);
    gateway = installation.gateway();
  }

  @AfterAll
  void stop() {
    installation.close();
    relay.close();
    gong.close();
    visitor.close();
    log.close();
  }

  @Test
  void whatIsSecretOrPersonalIsNowhereButWhereItBelongs() throws Exception {
    canaries.adopt("the administrator's token", gateway.adminToken(), Places.SECRET_FILE);
    gateway
        .users()
        .forEach(
            user ->
                canaries.adopt("the token of " + user.name(), user.token(), Places.SECRET_FILE));
    canaries.adopt(
        "quota's token",
        Files.readString(data.resolve("secrets/gong-caller.token")).strip(),
        Places.SECRET_FILE);
    canaries.adopt(
        "the signing key",
        Files.readString(data.resolve("secrets/signing-keys")).strip(),
        Places.SECRET_FILE);
    canaries.adopt(
        "the master key",
        Files.readString(data.resolve("secrets/master-keys")).strip().replaceAll("^first:|=+$", ""),
        Places.SECRET_FILE);

    var company = new Company(gateway, visitor, canaries, gong, relay);
    company.connectByKey();
    var callers = new Callers(gateway, visitor, canaries);
    callers.goodCalls();
    callers.badCalls();
    callers.headers();
    callers.overMcp();
    company.connectByConsent();
    new Rulers(gateway, visitor, canaries).govern();
    foreignBytes();
    settle();

    List<Canaries.Sighting> leaks = sweep();
    System.out.printf(
        "%d canaries, %d answers, %d log lines, %d spans%n",
        canaries.count(), visitor.heard().size(), log.lines().size(), SpansHeard.all().size());
    assertThat(log.lines()).hasSizeGreaterThan(200);
    assertThat(leaks).isEmpty();
    findsWhatLeaks();
  }

  /** Dead letters are kept as they came, and told of in no other way. */
  private void foreignBytes() throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", gateway.kafka()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (var topic :
          List.of(
              Topics.TOOL_CALL_REQUESTED,
              Topics.TOOL_CALL_CANCELLED,
              Topics.QUOTA_SPENT,
              Topics.AUDIT)) {
        String text =
            canaries.plant(
                "foreign bytes on " + topic.name(),
                "topic " + topic.name().replace(".", "\\.") + "(\\.dlt)? #(undecodable|key)");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic.name(), bytes, bytes)).get();
      }
    }
  }

  /** Until the trail has the last of it, and the spans are handed over. */
  private void settle() throws Exception {
    String last =
        visitor
            .ask("POST", gateway.adminUrl() + "/v1/tool-calls")
            .as(gateway.adminToken())
            .send("{\"tool\":\"gong_list_workspaces\",\"arguments\":{}}")
            .json()
            .path("callId")
            .asString();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                visitor
                        .ask("GET", gateway.service("audit").url() + "/v1/events?call=" + last)
                        .as(gateway.adminToken())
                        .send()
                        .json()
                        .path("events")
                        .size()
                    == 2);
    await().atMost(PATIENCE).until(() -> SpansHeard.all().size() > 100);
  }

  private List<Canaries.Sighting> sweep() throws Exception {
    List<Canaries.Sighting> leaks = new ArrayList<>();
    log.lines().forEach(line -> leaks.addAll(canaries.seenIn("log", line)));
    SpansHeard.all().forEach(span -> leaks.addAll(canaries.seenIn("span", span)));
    for (var said : visitor.heard()) {
      leaks.addAll(canaries.seenIn(said.place(), said.headers() + "\n" + said.body()));
    }
    for (var service : gateway.services().entrySet()) {
      for (String path : List.of("/actuator/prometheus", "/actuator/health")) {
        String text = visitor.ask("GET", service.getValue().url() + path).send().body();
        leaks.addAll(canaries.seenIn(path + " of " + service.getKey(), text));
      }
    }
    leaks.addAll(new TopicsRead(gateway.kafka(), canaries).search());
    for (String service : List.of("gong-caller", "audit")) {
      leaks.addAll(new TablesRead(database(service), canaries).search());
    }
    leaks.addAll(new FilesRead(data, canaries).search());
    return leaks.stream().distinct().toList();
  }

  private String database(String service) {
    return installation.plan(service).settings().getOrDefault("spring.datasource.url", "");
  }

  /** What would be found, if it leaked: everywhere that is looked at, and in disguise. */
  private void findsWhatLeaks() throws Exception {
    String leak = canaries.plant("a leak");
    LoggerFactory.getLogger("dev.gamelan.leaking").debug("It is {}", leak);
    LoggerFactory.getLogger("dev.gamelan.leaking")
        .info(
            "Basic {}",
            java.util.Base64.getEncoder()
                .encodeToString(("a:" + leak).getBytes(StandardCharsets.UTF_8)));
    Files.writeString(data.resolve("redis/leak"), leak);
    try (var producer =
            new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", gateway.kafka()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        var connection = DriverManager.getConnection(database("gong-caller"), "postgres", "");
        var statement = connection.createStatement()) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.LANE_STATE.name(), leak.getBytes(StandardCharsets.UTF_8), null))
          .get();
      statement.execute("create table leak (bytes bytea)");
      statement.execute("insert into leak values ('%s')".formatted(leak));
    }
    assertThat(sweep())
        .extracting(Canaries.Sighting::place)
        .contains(
            "log", "file redis/leak", "topic gong.lane.state #key", "table gong_caller.leak.bytes");
  }
}
