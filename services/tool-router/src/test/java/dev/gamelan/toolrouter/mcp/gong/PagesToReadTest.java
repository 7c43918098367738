package dev.gamelan.toolrouter.mcp.gong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.QuotaState;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PagesToReadTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final JsonNode CALL =
      json(
          """
          {"metaData":{"id":"7","title":"Renewal","started":"2026-02-01T10:00:00Z","duration":605,
            "direction":"Conference","isPrivate":true},
           "parties":[
             {"name":"Kim Lee","affiliation":"Internal","speakerId":"s1","userId":"42"},
             {"emailAddress":"buyer@shop.example","affiliation":"External","speakerId":"s2"},
             {"affiliation":"Unknown"}],
           "content":{"brief":"They renew.","keyPoints":[{"text":"Price is fine"}],
             "topics":[{"name":"Pricing","duration":65},{"name":"None","duration":0}],
             "trackers":[{"name":"Competitor","count":2},{"name":"Other","count":0}]}}
          """);

  @Test
  void aCallTellsWhoMetWhomAndWhatCameOfIt() {
    assertThat(CallCard.text(CALL))
        .isEqualTo(
            """
            # Renewal

            - When: 2026-02-01T10:00:00Z
            - Length: 10:05 min
            - Direction: Conference
            - Private: yes
            - Call id: 7

            ## Who was there
            - Kim Lee, us, user 42
            - buyer@shop.example, them
            - Somebody

            ## In short
            They renew.

            ## Key points
            - Price is fine

            ## Topics
            - Pricing, 1:05 min

            ## Trackers
            - Competitor, 2 times
            """);
  }

  @Test
  void aTranscriptNamesItsSpeakers() {
    JsonNode transcript =
        json(
            """
            {"callId":"7","transcript":[
              {"speakerId":"s1","topic":"Pricing","sentences":[
                {"start":61000,"end":62000,"text":"Hello."},{"start":62000,"end":63000,"text":"Well?"}]},
              {"speakerId":"s2","topic":"Pricing","sentences":[{"start":64000,"text":"Fine."}]},
              {"speakerId":"s9","sentences":[]}]}
            """);

    assertThat(TranscriptText.text(transcript, CALL))
        .isEqualTo(
            """
            # Renewal

            Times are minutes and seconds from the beginning.

            ## Pricing

            [1:01] Kim Lee (us): Hello. Well?

            [1:04] buyer@shop.example: Fine.

            [0:00] Speaker s9:\s
            """);
  }

  @Test
  void aUserTellsTheWayToTheManager() {
    assertThat(
            UserCard.text(
                json(
                    """
                    {"id":"42","firstName":"Kim","lastName":"Lee","emailAddress":"kim@us.example",
                     "title":"Seller","active":true,"managerId":"1"}
                    """)))
        .isEqualTo(
            """
            # Kim Lee

            - Title: Seller
            - Email: kim@us.example
            - Active: yes
            - Manager: gong://users/1
            - User id: 42
            """);
  }

  @Test
  void theQuotaTellsWhatIsLeftAndWhenMoreComes() {
    QuotaState quota =
        QuotaState.newBuilder()
            .setConnection("default")
            .setPerSecond(3)
            .setPerDay(10_000)
            .setSpent(10_000)
            .setLeft(0)
            .setNextFreeAt(NOW.plusSeconds(60))
            .setFrozenUntil(NOW.minusSeconds(60))
            .setAt(NOW)
            .build();
    LaneState lane =
        LaneState.newBuilder()
            .setConnection("default")
            .setHolder("h")
            .setQueued(4)
            .setInFlight(1)
            .setStartsPerSecond(2.8)
            .setAnswerMillis(120)
            .setAt(NOW)
            .build();

    assertThat(QuotaCard.text(quota, lane, NOW))
        .contains("10,000 of 10,000 spent, 0 left")
        .contains("The next request is possible at 2026-03-01T10:01:00Z")
        .doesNotContain("left alone")
        .contains("Waiting for Gong: 4 calls, 1 more under way");
    assertThat(QuotaCard.text(null, null, NOW)).contains("Nothing has been heard");
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
