package dev.gamelan.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import dev.gamelan.system.Load;
import dev.gamelan.system.Trail;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What must hold of a run whatever went wrong in it, counted from the outside. */
final class Tally {
  /** A call's deadline, and as long again for whoever has to recover first. */
  private static final Duration ENDED_BY = Duration.ofSeconds(150);

  private final Site site;
  private final Set<String> earlier;
  private final JsonNode before;

  private Tally(Site site, Set<String> earlier, JsonNode before) {
    this.site = site;
    this.earlier = earlier;
    this.before = before;
  }

  static Tally begin(Site site) throws Exception {
    return new Tally(site, requested(site), site.gong().report());
  }

  /** All requests that reached Gong within this run, in their order. */
  List<JsonNode> arrivals() throws Exception {
    return site.gong().arrivals(before.path("arrivals").asLong());
  }

  /** Waits until everything has ended, prints the line and holds what must hold. */
  void close(Mishap mishap, long seed, List<Load.Heard> heard, Instant over) throws Exception {
    Set<String> accepted = accepted();
    await("endings of all accepted calls")
        .atMost(ENDED_BY)
        .untilAsserted(() -> assertThat(endings().keySet()).containsAll(accepted));
    Map<String, Ending> endings = endings();
    Set<String> trail = awaitTrail(accepted);
    JsonNode after = site.gong().report();
    List<JsonNode> arrivals = arrivals();
    long ours = arrivals.stream().filter(Tally::refusedForOurRate).count();
    int tooMany = more(after, "overInAnySecond");
    int twice = more(after, "writesAppliedTwice");
    long lostEntries =
        accepted.stream()
            .filter(id -> !trail.contains(id + "/admitted") || !trail.contains(id + "/ended"))
            .count();
    System.out.printf(
        "fault=%s seed=%d calls=%d answered=%d refused=%d broken=%d accepted=%d lost=0 unanswered=%d"
            + " dup_writes=%d unknown_writes=%d over_quota=%d 429_by_us=%d audit_lost=%d audit_dup=0"
            + " recovery_s=%.1f endings=%s%n",
        mishap.name(),
        seed,
        heard.size(),
        heard.stream().filter(call -> call.status() == 200).count(),
        heard.stream().filter(call -> call.status() > 299).count(),
        heard.stream().filter(call -> call.status() == 0).count(),
        accepted.size(),
        accepted.stream().filter(id -> !endings.containsKey(id)).count(),
        twice,
        endings.entrySet().stream()
            .filter(ended -> accepted.contains(ended.getKey()))
            .filter(ended -> ended.getValue() == Ending.OUTCOME_UNKNOWN)
            .count(),
        tooMany,
        ours,
        lostEntries,
        recovery(arrivals, over),
        endings.entrySet().stream()
            .filter(ended -> accepted.contains(ended.getKey()))
            .collect(Collectors.groupingBy(Map.Entry::getValue, Collectors.counting())));
    assertThat(accepted).as("calls accepted").isNotEmpty();
    assertThat(endings.values()).as("how calls ended").contains(Ending.ANSWERED);
    mishap.endings().accept(accepted.stream().map(endings::get).toList());
    assertThat(twice).as("writes done twice").isZero();
    if (!mishap.othersAsk()) {
      assertThat(tooMany).as("seconds with too many requests").isZero();
      assertThat(ours).as("answered with 429 because of us").isZero();
    }
    assertThat(lostEntries).as("calls whose decisions are not all in the trail").isZero();
  }

  private int more(JsonNode after, String field) {
    return after.path(field).asInt() - before.path(field).asInt();
  }

  /** Not those that Gong was told to refuse. */
  private static boolean refusedForOurRate(JsonNode arrival) {
    return arrival.path("status").asInt() == 429 && arrival.path("fault").isNull();
  }

  /** From the end of the trouble to the next request that reaches Gong; -1 where none does. */
  private static double recovery(List<JsonNode> arrivals, Instant over) {
    return arrivals.stream()
        .map(arrival -> Instant.parse(arrival.path("at").asString()))
        .filter(at -> at.isAfter(over))
        .mapToDouble(at -> Duration.between(over, at).toMillis() / 1000.0)
        .findFirst()
        .orElse(-1);
  }

  /** Of this run, whatever the time is that their router gave them. */
  private Set<String> accepted() {
    Set<String> accepted = requested(site);
    accepted.removeAll(earlier);
    return accepted;
  }

  private static Set<String> requested(Site site) {
    return site.topics().read(Topics.TOOL_CALL_REQUESTED).stream()
        .map(ToolCallRequested::getCallId)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private Map<String, Ending> endings() {
    Map<String, Ending> endings = new HashMap<>();
    for (ToolCallCompleted completed : site.topics().read(Topics.TOOL_CALL_COMPLETED)) {
      endings.putIfAbsent(completed.getCallId(), completed.getEnding());
    }
    return endings;
  }

  /** The trail's API fails this where it names an event twice. */
  private Set<String> awaitTrail(Set<String> accepted) throws Exception {
    List<AuditEvent> events =
        site.topics().read(Topics.AUDIT).stream()
            .filter(event -> accepted.contains(event.getCallId()))
            .filter(event -> event.getKind() != AuditKind.ANSWER_FILTERED)
            .toList();
    List<String> published = events.stream().map(AuditEvent::getEventId).toList();
    Instant first =
        events.stream()
            .map(AuditEvent::getAt)
            .min(Comparator.naturalOrder())
            .orElseGet(Instant::now)
            .truncatedTo(ChronoUnit.SECONDS);
    try (var trail = new Trail(site.installation().gateway())) {
      await("the trail")
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(java.io.IOException.class)
          .untilAsserted(() -> assertThat(trail.ids(first)).containsAll(published));
      return trail.ids(first);
    }
  }
}
