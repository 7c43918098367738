package dev.gamelan.quota.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.QuotaSpent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Usage usage = new Usage();

  @Test
  void countsByHourCallerAndTool() {
    usage.replay(spent("p1", "ada", "list", NOON.minusSeconds(7200)), NOON);
    usage.replay(spent("p2", "ada", "get", NOON.minusSeconds(1)), NOON);
    usage.replay(spent("p3", "bob", "get", NOON), NOON);
    assertThat(usage.spent(NOON)).isEqualTo(3);
    assertThat(usage.byHour(NOON))
        .containsExactly(
            Map.entry(NOON.minusSeconds(7200), 1L),
            Map.entry(NOON.minusSeconds(3600), 1L),
            Map.entry(NOON, 1L));
    assertThat(usage.byCaller(NOON)).containsExactly(Map.entry("ada", 2L), Map.entry("bob", 1L));
    assertThat(usage.byTool(NOON)).containsExactly(Map.entry("get", 2L), Map.entry("list", 1L));
  }

  @Test
  void anAttemptToldTwiceCountsOnce() {
    usage.replay(spent("p1", "ada", "get", NOON), NOON);
    usage.replay(spent("p1", "ada", "get", NOON), NOON);
    assertThat(usage.spent(NOON)).isEqualTo(1);
  }

  @Test
  void whatIsOlderThanADayIsForgotten() {
    usage.replay(spent("p1", "ada", "get", NOON.minus(Duration.ofHours(25))), NOON);
    usage.replay(spent("p2", "ada", "get", NOON), NOON);
    assertThat(usage.spent(NOON)).isEqualTo(1);
    Instant later = NOON.plus(Duration.ofHours(25));
    assertThat(usage.spent(later)).isZero();
    assertThat(usage.byHour(later)).isEmpty();
    assertThat(usage.byCaller(later)).isEmpty();
  }

  @Test
  void aSenderWhoseClockIsAheadIsTakenToHaveSentNow() {
    usage.replay(spent("p1", "ada", "get", NOON.plusSeconds(600)), NOON);
    assertThat(usage.ages(NOON)).containsExactly(Map.entry(0L, 1));
  }

  @Test
  void manyNamesBecomeTheMostFrequentHundredAndOther() {
    for (int i = 0; i < 1000; i++) {
      usage.replay(spent("p" + i, "caller-" + i, "get", NOON), NOON);
    }
    usage.replay(spent("again", "caller-7", "get", NOON), NOON);
    assertThat(usage.byCaller(NOON)).hasSize(101).containsEntry("other", 900L);
    assertThat(usage.byCaller(NOON).keySet()).first().isEqualTo("caller-7");
  }

  private static QuotaSpent spent(String permitId, String caller, String tool, Instant sentAt) {
    return QuotaSpent.newBuilder()
        .setPermitId(permitId)
        .setConnection("default")
        .setHolder("h1")
        .setCallId("c1")
        .setCaller(caller)
        .setTool(tool)
        .setSentAt(sentAt)
        .build();
  }
}
