package dev.gamelan.local.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class QuotaScreenTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final QuotaScreen screen = new QuotaScreen(ZoneOffset.UTC);

  @Test
  void showsDayPaceLaneAndWhoWaits() {
    var lines =
        screen.of(
            json(
                """
                {"connection": "default", "enforced": true, "perSecond": 3, "perDay": 1000,
                 "spent": 250, "left": 700, "nextFreeAt": null, "runsOutAt": "2026-03-01T14:00:00Z",
                 "frozenUntil": "2026-03-01T12:00:30Z", "frozenBecause": "pause", "pace": 0.5,
                 "foreign": 20, "byCaller": {"ada": 200, "bob": 50}, "byTool": {"list": 250},
                 "byClass": {"control": 1, "controlKept": 50, "interactive": 200,
                   "interactiveKept": 600, "background": 49, "backgroundMost": 300},
                 "lane": {"queued": 3, "inFlight": 2, "startsPerSecond": 1.5, "answerMillis": 180,
                   "answersPerRequest": 2.5, "held": "Gong asked for a pause.",
                   "callers": [{"caller": "ada", "callClass": "INTERACTIVE", "calls": 3,
                     "since": "2026-03-01T11:59:51Z"}]}}
                """),
            json("{\"callers\": {\"ada\": 500}}"),
            NOW);
    assertThat(lines)
        .containsExactly(
            "default   day  [##########..............................] 250 of 1000 spent, 700 left for interactive calls",
            "  control 1 (50 kept)   interactive 200 (600 kept)   background 49 (at most 300)",
            "  others are taken to have spent 20",
            "  at the rate of the last hour it runs out 14:00:00 (in 2 h)",
            "pace  1.50 of 3 a second: Gong had too many, and the rate is coming back",
            "  nothing is granted until 12:00:30 (in 30 s), because Gong asked for a pause",
            "lane  3 queued, 2 in flight, 1.50 starts/s, answers in 180 ms, 2.50 answers per request",
            "  Gong asked for a pause.",
            "  ada                      interactive      3 waiting, the first for 9 s",
            "caller ada                                         200 of 500",
            "caller bob                                          50",
            "tool   list                                        250");
  }

  @Test
  void saysWhatIsNotThere() {
    var lines =
        screen.of(
            json(
                """
                {"connection": "default", "perSecond": 3, "perDay": 0, "spent": 0, "left": 0,
                 "nextFreeAt": "2026-03-02T12:00:00Z", "pace": 1.0, "enforced": false}
                """),
            json("{}"),
            NOW);
    assertThat(lines)
        .contains(
            "  the day is spent; the next unit comes free 12:00:00 (in 24 h)",
            "pace  LIMITS ARE OFF",
            "lane  nobody has asked for anything yet");
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
