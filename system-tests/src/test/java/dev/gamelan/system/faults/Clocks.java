package dev.gamelan.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The wall clocks of services are turned while they run, and turned back. */
final class Clocks {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration HALF_A_DAY = Duration.ofHours(12);

  /** By when what a service had begun under the other time is over. */
  private static final Duration SETTLED = Duration.ofMillis(500);

  /** By when gong-caller has asked quota again. */
  private static final Duration ASKED_AGAIN = Duration.ofSeconds(5);

  private static final List<String> ROUTERS = List.of("tool-router", "tool-router-2");
  private static final List<String> CALLERS = List.of("gong-caller", "gong-caller-2");
  private static final List<String> QUOTA = List.of("quota");
  private static final List<List<String>> ALL = List.of(ROUTERS, CALLERS, QUOTA);

  /** What the load asks; gong-caller also asks on its own account, by its own clock. */
  private static final Set<String> ASKED = Set.of("GET /v2/calls", "POST /v2/digital-interaction");

  private Clocks() {}

  static List<Mishap> mishaps() {
    return List.of(
        of("clocks-apart", (site, dice, outage) -> apart(site, outage)).endingWith(Clocks::inTime),
        of("callers-12h-fast", (site, dice, outage) -> tooLate(site, CALLERS, HALF_A_DAY, outage))
            .endingWith(Clocks::someTooLate),
        of("callers-1h-slow", (site, dice, outage) -> turned(site, CALLERS, HOUR.negated(), outage))
            .endingWith(Clocks::inTime),
        of("routers-12h-fast", (site, dice, outage) -> turned(site, ROUTERS, HALF_A_DAY, outage))
            .endingWith(Clocks::inTime),
        of(
                "routers-1h-slow",
                (site, dice, outage) -> tooLate(site, ROUTERS, HOUR.negated(), outage))
            .endingWith(Clocks::someTooLate),
        of("quota-12h-fast", (site, dice, outage) -> quotaTurned(site, HALF_A_DAY, outage)),
        of("quota-1h-slow", (site, dice, outage) -> quotaTurned(site, HOUR.negated(), outage)),
        of("all-12h-fast-when-frozen", (site, dice, outage) -> frozen(site, outage))
            .andThen(Clocks::wereFrozen));
  }

  /** Whatever comes of it, all clocks are right afterwards. */
  private static Mishap of(String name, Mishap.Happening happening) {
    return Mishap.of(
        name,
        (site, dice, outage) -> {
          try {
            happening.happen(site, dice, outage);
          } finally {
            ALL.forEach(services -> site.turn(services, Duration.ZERO));
          }
        });
  }

  /** Each is wrong by two seconds, and then by as much the other way. */
  private static void apart(Site site, Duration outage) throws Exception {
    for (Duration fast : List.of(TWO_SECONDS, TWO_SECONDS.negated())) {
      site.turn(ROUTERS, fast);
      site.turn(CALLERS, fast.negated());
      site.turn(QUOTA, fast);
      Thread.sleep(outage.dividedBy(2));
    }
  }

  private static void turned(Site site, List<String> services, Duration by, Duration outage)
      throws Exception {
    site.turn(services, by);
    Thread.sleep(outage);
  }

  /** Every deadline seems to be over, so Gong is not asked for anybody. */
  private static void tooLate(Site site, List<String> services, Duration by, Duration outage)
      throws Exception {
    site.turn(services, by);
    Thread.sleep(SETTLED);
    long before = asked(site);
    Thread.sleep(outage);
    assertThat(asked(site)).as("requests for calls that seem too late").isEqualTo(before);
  }

  /**
   * One that goes on grants what it granted before; one that starts has nothing but its clock and
   * Redis' to go by, and grants nothing while they differ.
   */
  private static void quotaTurned(Site site, Duration by, Duration outage) throws Exception {
    long before = asked(site);
    site.turn(QUOTA, by);
    Thread.sleep(outage);
    assertThat(asked(site)).as("requests under the turned clock").isGreaterThan(before);
    site.kill("quota");
    Thread.sleep(SETTLED.multipliedBy(4));
    long killed = asked(site);
    await("quota").atMost(Duration.ofSeconds(60)).until(() -> site.isAlive("quota"));
    Thread.sleep(ASKED_AGAIN);
    Thread.sleep(outage);
    assertThat(asked(site)).as("requests since quota was killed").isEqualTo(killed);
  }

  /** A pause that was told by the wrong clock ends with the pause, not half a day later. */
  private static void frozen(Site site, Duration outage) throws Exception {
    ALL.forEach(services -> site.turn(services, HALF_A_DAY));
    site.gong()
        .faults(
            "{\"kind\":\"TOO_MANY_REQUESTS\",\"retryAfter\":\"SECONDS\",\"retryAfterSeconds\":2,"
                + "\"count\":2}");
    Thread.sleep(outage);
    site.gong().faultless();
  }

  private static void wereFrozen(List<JsonNode> arrivals) {
    assertThat(arrivals)
        .as("what Gong answered")
        .anyMatch(arrival -> arrival.path("status").asInt() == 429);
  }

  private static long asked(Site site) throws Exception {
    return site.gong().arrivals(0).stream()
        .map((JsonNode arrival) -> arrival.path("operation").asString())
        .filter(ASKED::contains)
        .count();
  }

  private static void inTime(List<Ending> endings) {
    assertThat(endings).as("how calls ended").doesNotContain(Ending.EXPIRED);
  }

  private static void someTooLate(List<Ending> endings) {
    assertThat(endings).as("how calls ended").contains(Ending.EXPIRED);
  }
}
