package dev.gamelan.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Each service is killed once under load: nothing is lost, nothing is done twice, nothing is over.
 */
class KillSystemTest {
  private static final List<String> VICTIMS =
      List.of("gong-caller", "quota", "audit", "tool-router");
  private static final int PER_SECOND = 8;
  private static final long SEED = 20_261_122;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path data;

  @Test
  void everyAcceptedCallEndsOnceAndGongIsNeverAskedTooOften() throws Exception {
    var options =
        InstallationOptions.in(data)
            .withProcesses()
            .withSettings(
                Map.of(
                    "gong-simulator",
                    Map.of(
                        "gamelan.simulator.quota.per-second", "20",
                        "gamelan.simulator.quota.per-day", "100000"),
                    "quota",
                    Map.of("gamelan.limits.per-second", "20", "gamelan.limits.per-day", "100000")));
    try (var installation = Installation.start(options, Silent.PROGRESS)) {
      List<Load.Heard> heard;
      try (var load =
          new Load(
              installation.gateway().adminUrl(),
              installation.gateway().user("writer").token(),
              SEED)) {
        load.run(Duration.ofSeconds(5), PER_SECOND);
        for (String victim : VICTIMS) {
          long pid = installation.gateway().service(victim).pid();
          assertThat(ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly)).hasValue(true);
          load.run(Duration.ofSeconds(20), PER_SECOND);
        }
        heard = load.heard();
      }
      judge(installation, heard);
    }
  }

  private static void judge(Installation installation, List<Load.Heard> heard) throws Exception {
    var log = new TopicLog(installation.gateway().kafka());
    Set<String> accepted =
        log.read(Topics.TOOL_CALL_REQUESTED).stream()
            .map(ToolCallRequested::getCallId)
            .collect(Collectors.toCollection(HashSet::new));
    // Calls whose router was killed have no client any more, but their endings still come.
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() -> assertThat(endings(log).keySet()).isEqualTo(accepted));
    Map<String, Ending> endings = endings(log);

    List<AuditEvent> published = log.read(Topics.AUDIT);
    Set<String> decisions =
        published.stream()
            .map(AuditEvent::getEventId)
            .collect(Collectors.toCollection(HashSet::new));
    // What is governed here nobody changed but discovery, and none of that is void.
    for (GovernanceEvent event : log.read(Topics.GOVERNANCE)) {
      for (int change = 0; change < event.getChanges().size(); change++) {
        decisions.add(event.getEventId() + "/" + change);
      }
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(rows(installation)).isEqualTo(decisions));
    Set<String> ended =
        published.stream()
            .filter(event -> event.getKind() == AuditKind.CALL_ENDED)
            .map(AuditEvent::getCallId)
            .collect(Collectors.toSet());
    Set<String> admitted =
        published.stream()
            .filter(event -> event.getKind() == AuditKind.CALL_ADMITTED)
            .map(AuditEvent::getCallId)
            .collect(Collectors.toSet());

    JsonNode report;
    try (var gong = new Simulator(installation.gateway().gongUrl())) {
      report = gong.report();
    }
    long answered = heard.stream().filter(call -> call.status() == 200).count();
    System.out.printf(
        "seed=%d calls=%d answered=%d accepted=%d lost=%d dup_writes=%d unknown_writes=%d"
            + " over_quota=%d 429_by_us=%d audit_lost=%d broken_connections=%d endings=%s%n",
        SEED,
        heard.size(),
        answered,
        accepted.size(),
        accepted.size() - endings.size(),
        report.path("writesAppliedTwice").asInt(),
        endings.values().stream().filter(Ending.OUTCOME_UNKNOWN::equals).count(),
        report.path("overInAnySecond").asInt(),
        report.path("tooManyRequests").asInt(),
        difference(accepted, admitted) + difference(accepted, ended),
        heard.stream().filter(call -> call.status() == 0).count(),
        endings.values().stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));

    assertThat(answered).as("calls answered").isGreaterThan(heard.size() / 2);
    assertThat(admitted).as("calls admitted in the trail").containsAll(accepted);
    assertThat(ended).as("calls ended in the trail").isEqualTo(accepted);
    assertThat(report.path("writesAppliedTwice").asInt()).as("writes done twice").isZero();
    assertThat(report.path("overInAnySecond").asInt()).as("over the quota").isZero();
    assertThat(report.path("tooManyRequests").asInt()).as("answered with 429").isZero();
  }

  private static Map<String, Ending> endings(TopicLog log) {
    Map<String, Ending> endings = new HashMap<>();
    for (ToolCallCompleted completed : log.read(Topics.TOOL_CALL_COMPLETED)) {
      endings.putIfAbsent(completed.getCallId(), completed.getEnding());
    }
    return endings;
  }

  private static int difference(Set<String> all, Set<String> some) {
    return (int) all.stream().filter(id -> !some.contains(id)).count();
  }

  /** What audit has stored, asked of its API page by page. */
  private static Set<String> rows(Installation installation) throws Exception {
    try (var trail = new Trail(installation.gateway())) {
      return trail.ids();
    }
  }
}
