package dev.gamelan.toolrouter.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.toolrouter.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageTest {
  private static final Instant START = new MovableClock().instant();

  private final MovableClock clock = new MovableClock();
  private final Usage usage = new Usage(new UsageProperties(3, Duration.ofHours(25)), clock);
  private long offset;

  @Test
  void countsByUserClientAndTool() {
    replay(event("1", "ann", "claude", "gong_list_users", START));
    replay(event("2", "ann", null, "gong_get_user", START));
    replay(event("3", "bob", "claude", "gong_get_user", START));

    assertThat(usage.byUser("default", "ann")).isEqualTo(2);
    assertThat(usage.byUser("other", "ann")).isZero();
    assertThat(usage.byClient("claude")).isEqualTo(2);
    assertThat(usage.byTool("default", "gong_get_user")).isEqualTo(2);
    assertThat(usage.byTool("default", "gong_list_calls")).isZero();
  }

  @Test
  void refusedAndEndedCallsAreNotCounted() {
    replay(event("1", "ann", "claude", "t", START).setKind(AuditKind.CALL_REFUSED));
    replay(event("1", "ann", "claude", "t", START).setKind(AuditKind.CALL_ENDED));

    assertThat(usage.byUser("default", "ann")).isZero();
    assertThat(usage.toolLastUsed("default", "t")).isEmpty();
    assertThat(usage.clientLastSeen("claude")).contains(START);
  }

  @Test
  void aCallCountsForADayAndAtMostAQuarterOfAnHourMore() {
    replay(event("1", "ann", null, "t", START));

    clock.advance(Duration.ofHours(24));
    assertThat(usage.byUser("default", "ann")).isEqualTo(1);
    clock.advance(Duration.ofMinutes(15));
    assertThat(usage.byUser("default", "ann")).isZero();
  }

  @Test
  void whatIsReadBackCountsByItsOwnTime() {
    replay(event("1", "ann", null, "t", START.minus(Duration.ofHours(23))));
    replay(event("2", "ann", null, "t", START.minus(Duration.ofHours(25))));

    assertThat(usage.byUser("default", "ann")).isEqualTo(1);
    clock.advance(Duration.ofHours(2));
    assertThat(usage.byUser("default", "ann")).isZero();
  }

  @Test
  void aClockThatIsAheadElsewhereMakesNoDifference() {
    replay(event("1", "ann", null, "t", START.plus(Duration.ofHours(3))));

    assertThat(usage.byUser("default", "ann")).isEqualTo(1);
  }

  @Test
  void whatIsNotSentOnAfterAllDoesNotCount() {
    usage.admitted("1", "default", "ann", "claude", "t");
    usage.admitted("2", "default", "ann", "claude", "t");
    usage.notAdmitted("2", "default", "ann", "claude", "t");
    usage.notAdmitted("never counted", "default", "ann", "claude", "t");

    assertThat(usage.byUser("default", "ann")).isEqualTo(1);
    assertThat(usage.byClient("claude")).isEqualTo(1);
    assertThat(usage.byTool("default", "t")).isEqualTo(1);
  }

  @Test
  void aRecordThatIsReadAgainCountsOnce() {
    AuditEvent event = event("1", "ann", null, "t", START).build();
    usage.replay(event, 4, 7);
    usage.replay(event, 4, 7);
    usage.replay(event("0", "ann", null, "t", START).build(), 4, 6);

    assertThat(usage.byUser("default", "ann")).isEqualTo(1);

    usage.replay(event("2", "ann", null, "t", START).build(), 5, 1);
    assertThat(usage.byUser("default", "ann")).isEqualTo(2);
  }

  @Test
  void aCallOfThisInstanceCountsAtOnceAndOnce() {
    usage.admitted("1", "default", "ann", "claude", "t");
    usage.admitted("1", "default", "ann", "claude", "t");
    assertThat(usage.byUser("default", "ann")).isEqualTo(1);

    replay(event("1", "ann", "claude", "t", START));

    assertThat(usage.byUser("default", "ann")).isEqualTo(1);
    assertThat(usage.byClient("claude")).isEqualTo(1);
  }

  @Test
  void whoFindsNoRoomIsCountedWithAllOthersWhoFoundNone() {
    for (String caller : new String[] {"a", "b", "c", "d", "e"}) {
      replay(event(caller, caller, null, "t", START));
    }

    assertThat(usage.byUser("default", "d")).isEqualTo(2);
    assertThat(usage.byUser("default", "a")).isEqualTo(3);

    clock.advance(Duration.ofHours(25));
    replay(event("f", "f", null, "t", clock.instant()));
    assertThat(usage.byUser("default", "f")).isEqualTo(1);
  }

  @Test
  void theLatestUseIsKept() {
    replay(event("1", "ann", "claude", "t", START));
    replay(event("2", "ann", "claude", "t", START.minusSeconds(60)));

    assertThat(usage.toolLastUsed("default", "t")).contains(START);
    assertThat(usage.clientLastSeen("claude")).contains(START);
    assertThat(usage.clientsLastSeen()).containsOnlyKeys("claude");
  }

  @Test
  void noMoreClientsAreRememberedThanMayBe() {
    for (int client = 0; client < 50; client++) {
      replay(event("call" + client, "ann", "client" + client, "tool" + client, START));
    }

    assertThat(usage.clientsLastSeen()).hasSize(3).containsKey("client49");
  }

  private void replay(AuditEvent.Builder event) {
    usage.replay(event.build(), 0, offset++);
  }

  private static AuditEvent.Builder event(
      String callId, String caller, @Nullable String client, String tool, Instant at) {
    return AuditEvent.newBuilder()
        .setEventId(callId + "/admitted")
        .setKind(AuditKind.CALL_ADMITTED)
        .setAt(at)
        .setService("tool-router")
        .setConnection("default")
        .setCallId(callId)
        .setCaller(caller)
        .setClientId(client)
        .setTool(tool)
        .setOutcome("admitted");
  }
}
