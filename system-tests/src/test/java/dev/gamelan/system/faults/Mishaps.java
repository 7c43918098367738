package dev.gamelan.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.Topic;
import dev.gamelan.schemas.Topics;
import dev.gamelan.system.Load;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;

/** All that is done to an installation on purpose. */
final class Mishaps {
  private static final List<Topic<?>> POISONED =
      List.of(
          Topics.TOOL_CALL_REQUESTED,
          Topics.TOOL_CALL_CANCELLED,
          Topics.TOOL_CALL_COMPLETED,
          Topics.QUOTA_SPENT,
          Topics.AUDIT);

  /** Each of its records is read by one instance alone. */
  private static final List<Topic<?>> READ_BY_ONE = List.of(Topics.TOOL_CALL_REQUESTED);

  /** Bad records on each topic. */
  private static final int POISON = 3;

  /** One of each kind, for the short form. */
  private static final Set<String> SHORT =
      Set.of(
          "router-killed",
          "caller-killed",
          "quota-killed",
          "audit-killed",
          "caller-frozen",
          "broker-killed",
          "callers-cut-off-from-broker",
          "redis-cut-off",
          "redis-emptied",
          "gong-says-429-seconds",
          "gong-fails",
          "gong-resets",
          "gong-talks-nonsense",
          "poison",
          "clocks-apart");

  private Mishaps() {}

  static List<Mishap> some() {
    return all().stream().filter(mishap -> SHORT.contains(mishap.name())).toList();
  }

  static List<Mishap> all() {
    return Stream.concat(things().stream(), Clocks.mishaps().stream()).toList();
  }

  private static List<Mishap> things() {
    return List.of(
        Mishap.of("router-killed", (site, dice, outage) -> site.kill("tool-router-2")),
        Mishap.of("caller-killed", (site, dice, outage) -> site.kill(site.laneOwner())),
        Mishap.of("quota-killed", (site, dice, outage) -> site.kill("quota")),
        Mishap.of("audit-killed", (site, dice, outage) -> site.kill("audit")),
        Mishap.of("caller-frozen", (site, dice, outage) -> site.freeze(site.laneOwner(), outage)),
        Mishap.of("quota-frozen", (site, dice, outage) -> site.freeze("quota", outage)),
        Mishap.of("router-frozen", (site, dice, outage) -> site.freeze("tool-router-2", outage)),
        Mishap.of("broker-restarted", (site, dice, outage) -> site.broker().restart(true)),
        Mishap.of("broker-killed", (site, dice, outage) -> site.broker().restart(false)),
        Mishap.of(
            "broker-frozen", (site, dice, outage) -> Site.freeze(site.broker().pid(), outage)),
        cut("callers-cut-off-from-broker", Link.Way.THERE, Link.Way.BACK),
        cut("callers-unheard-by-broker", Link.Way.THERE),
        cut("callers-deaf-to-broker", Link.Way.BACK),
        Mishap.of(
            "redis-cut-off",
            (site, dice, outage) -> {
              site.toRedis().cut(Link.Way.values());
              Thread.sleep(outage);
              site.toRedis().heal();
            }),
        Mishap.of(
            "redis-slow",
            (site, dice, outage) -> {
              site.toRedis().slow(Duration.ofMillis(250));
              Thread.sleep(outage);
              site.toRedis().heal();
            }),
        Mishap.of("redis-restarted", (site, dice, outage) -> site.restartRedis(false)),
        Mishap.of("redis-emptied", (site, dice, outage) -> site.emptyRedis()),
        Mishap.of("redis-lost", (site, dice, outage) -> site.restartRedis(true)),
        Mishap.ofGong(
            "gong-slow", "{\"kind\":\"LATENCY\",\"delayMillis\":2000,\"jitterMillis\":1000}"),
        Mishap.ofGong("gong-drips", "{\"kind\":\"SLOW_DRIP\",\"bytes\":1,\"everyMillis\":100}"),
        storm("SECONDS", 2),
        storm("HTTP_DATE", 2),
        Mishap.ofGong(
            "gong-says-429-absent-garbage",
            "{\"kind\":\"TOO_MANY_REQUESTS\",\"retryAfter\":\"ABSENT\",\"count\":2}",
            "{\"kind\":\"TOO_MANY_REQUESTS\",\"retryAfter\":\"GARBAGE\",\"count\":2}"),
        Mishap.ofGong("gong-fails", "{\"kind\":\"SERVER_ERROR\",\"status\":503}"),
        Mishap.ofGong(
            "gong-resets",
            "{\"kind\":\"RESET_BEFORE\",\"probability\":0.5}",
            "{\"kind\":\"RESET_AFTER\",\"probability\":0.5}"),
        Mishap.ofGong(
            "gong-talks-nonsense",
            "{\"kind\":\"MALFORMED_JSON\",\"probability\":0.7}",
            "{\"kind\":\"HTML\",\"probability\":0.7}",
            "{\"kind\":\"HUGE_BODY\",\"megabytes\":50,\"count\":3}"),
        Mishap.of("others-use-the-quota", (site, dice, outage) -> othersAsk(site, outage))
            .whileOthersAsk()
            .andThen(Mishaps::mostlyLetThrough),
        Mishap.of("large-transcripts", (site, dice, outage) -> largeTranscripts(site)),
        Mishap.of("retry-storm", (site, dice, outage) -> RetryStorm.happen(site)),
        Mishap.of("noisy-user", (site, dice, outage) -> QuietBesideNoisy.happen(site)),
        Mishap.of("poison", (site, dice, outage) -> poison(site, dice)),
        Mishap.of("rebalances", Mishaps::rebalances));
  }

  /** Another program of the company asks Gong a third of what Gong allows. */
  private static void othersAsk(Site site, Duration outage) throws Exception {
    long until = System.nanoTime() + outage.toNanos();
    while (System.nanoTime() < until) {
      site.gong().askAsSomebodyElse();
      Thread.sleep(3000 / Site.PER_SECOND);
    }
  }

  private static void mostlyLetThrough(List<JsonNode> arrivals) {
    long refused =
        arrivals.stream().filter(arrival -> arrival.path("status").asInt() == 429).count();
    assertThat(refused).as("429s of %d answers", arrivals.size()).isLessThan(arrivals.size() / 4);
  }

  private static Mishap cut(String name, Link.Way... ways) {
    return Mishap.of(
        name,
        (site, dice, outage) -> {
          site.broker().link().cut(ways);
          Thread.sleep(outage);
          site.broker().link().heal();
        });
  }

  /** While Gong wants to be left alone, it is. */
  private static Mishap storm(String form, int seconds) {
    return Mishap.ofGong(
            "gong-says-429-" + form.toLowerCase(java.util.Locale.ROOT),
            "{\"kind\":\"TOO_MANY_REQUESTS\",\"retryAfter\":\"%s\",\"retryAfterSeconds\":%d,\"count\":2}"
                .formatted(form, seconds))
        .andThen(arrivals -> leftAlone(arrivals, Duration.ofSeconds(seconds)));
  }

  private static void leftAlone(List<JsonNode> arrivals, Duration pause) {
    Instant last = null;
    for (JsonNode arrival : arrivals) {
      Instant at = Instant.parse(arrival.path("at").asString());
      if (last != null) {
        // An HTTP date is cut to the second, so up to one less was asked for.
        Instant from = last.plusMillis(500);
        Instant until = last.plus(pause).minusMillis(1000);
        assertThat(at.isAfter(from) && at.isBefore(until))
            .as("a request at %s although Gong wanted none before %s", at, until)
            .isFalse();
      }
      if (arrival.path("status").asInt() == 429) {
        last = at;
      }
    }
  }

  /** Answers that are larger than what a broker takes unless it is told to. */
  private static void largeTranscripts(Site site) throws Exception {
    site.gong()
        .faults(
            "{\"kind\":\"HUGE_BODY\",\"megabytes\":5,"
                + "\"operations\":[\"POST /v2/calls/transcript\"]}");
    long dead = deadLetters(site);
    try (var reader = site.load("reader")) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      for (int day = 1; day <= 5; day++) {
        Load.Heard heard =
            reader.ask(
                """
                {"tool":"gong_get_call_transcripts","arguments":{"filter":{
                  "fromDateTime":"%s","toDateTime":"%s"}}}
                """
                    .formatted(now.minus(Duration.ofDays(60 - day)), now));
        assertThat(heard.status()).as(start(heard)).isEqualTo(200);
        assertThat(heard.body().toString().length()).as("bytes").isGreaterThan(5 * 1024 * 1024);
      }
    }
    site.gong().faultless();
    assertThat(deadLetters(site)).as("dead letters").isEqualTo(dead);
  }

  private static String start(Load.Heard heard) {
    String body = heard.body().toString();
    return body.substring(0, Math.min(500, body.length()));
  }

  private static long deadLetters(Site site) {
    return POISONED.stream().mapToLong(topic -> site.topics().count(topic.deadLetters())).sum();
  }

  /** Bytes that are no record, on every topic that a call's way goes over. */
  private static void poison(Site site, Random dice) throws Exception {
    Map<Topic<?>, Long> before = new HashMap<>();
    READ_BY_ONE.forEach(topic -> before.put(topic, site.topics().count(topic.deadLetters())));
    putPoison(site, dice);
    for (Topic<?> topic : READ_BY_ONE) {
      long each = before.getOrDefault(topic, 0L) + POISON;
      await("dead letters of " + topic.name())
          .atMost(Duration.ofSeconds(30))
          .until(() -> site.topics().count(topic.deadLetters()) >= each);
      assertThat(site.topics().count(topic.deadLetters())).as(topic.name()).isEqualTo(each);
    }
  }

  private static void putPoison(Site site, Random dice) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", site.broker().servers());
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      for (Topic<?> topic : POISONED) {
        for (byte[] bytes : List.of(random(dice), new byte[] {0, 0, 0, 0, 9}, new byte[0])) {
          producer.send(new ProducerRecord<>(topic.name(), "default", bytes)).get();
        }
      }
    }
  }

  private static byte[] random(Random dice) {
    byte[] bytes = new byte[dice.nextInt(200) + 1];
    dice.nextBytes(bytes);
    return bytes;
  }

  /** One of the two gong-callers goes and comes, again and again. */
  private static void rebalances(Site site, Random dice, Duration outage) throws Exception {
    for (int times = 0; times < 4; times++) {
      String next = dice.nextBoolean() ? "gong-caller" : "gong-caller-2";
      // Who died a moment ago may not have been started again yet.
      await(next).atMost(Duration.ofSeconds(30)).until(() -> site.isAlive(next));
      site.kill(next);
      Thread.sleep(outage.dividedBy(2));
    }
  }
}
