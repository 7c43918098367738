package dev.gamelan.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.QuotaSpent;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.Topics;
import dev.gamelan.system.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Somebody asks 500 things at once; somebody else, who asks one at a time, hardly notices. */
final class QuietBesideNoisy {
  private static final int FLOOD = 500;
  private static final int CALLS = 20;

  /** Two of the flood, and one that was on its way to Gong as the quiet one asked. */
  private static final int MOST_BEFORE = 3;

  private QuietBesideNoisy() {}

  static void happen(Site site) throws Exception {
    try (var quiet = site.load("reader");
        var noisy = site.load("writer")) {
      noisy.flood(FLOOD);
      await("the flood")
          .atMost(Duration.ofSeconds(30))
          .until(() -> site.topics().read(Topics.LANE_STATE).getLast().getQueued() > 50);
      List<String> calls = new ArrayList<>();
      for (int call = 0; call < CALLS; call++) {
        Load.Heard heard = quiet.once();
        assertThat(heard.status()).isEqualTo(200);
        calls.add(heard.body().path("callId").asString());
      }
      int left = site.topics().read(Topics.LANE_STATE).getLast().getQueued();
      List<Integer> before = startedBefore(site, calls);
      System.out.printf(
          "started_between_asking_and_own_start=%s noisy_still_waiting=%d%n", before, left);
      assertThat(left).as("calls of the flood that wait").isPositive();
      assertThat(before.get(before.size() / 2))
          .as("requests of others, for half of the quiet calls, between asking and start")
          .isLessThanOrEqualTo(MOST_BEFORE);
    }
  }

  /** For each of the calls, how many requests for others went out while it waited; least first. */
  private static List<Integer> startedBefore(Site site, List<String> calls) {
    List<QuotaSpent> requests = site.topics().read(Topics.QUOTA_SPENT);
    Map<String, ToolCallCompleted> endings =
        site.topics().read(Topics.TOOL_CALL_COMPLETED).stream()
            .filter(ended -> calls.contains(ended.getCallId()))
            .collect(
                Collectors.toMap(
                    ToolCallCompleted::getCallId, Function.identity(), (one, same) -> one));
    assertThat(endings).as("calls of the quiet one that have ended").hasSize(CALLS);
    return endings.values().stream()
        .map(
            ended ->
                (int)
                    requests.stream()
                        .filter(request -> !request.getCallId().equals(ended.getCallId()))
                        .filter(request -> request.getSentAt().isAfter(ended.getRequestedAt()))
                        .filter(request -> request.getSentAt().isBefore(ended.getSentAt()))
                        .count())
        .sorted()
        .toList();
  }
}
