package dev.gamelan.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");
  private static final Instant NOW = Instant.parse("2026-07-15T15:30:00Z");

  private final World world = world(1, NOW);

  @Test
  void isTheSameForTheSameSeedAndMoment() {
    World again = world(1, NOW);

    assertThat(again.calls().all()).isEqualTo(world.calls().all());
    assertThat(again.answeredScorecards()).isEqualTo(world.answeredScorecards());
    assertThat(again.flows().instances()).isEqualTo(world.flows().instances());
    Call call = world.calls().all().get(17);
    assertThat(again.transcripts().json(call)).isEqualTo(world.transcripts().json(call));
    assertThat(world(2, NOW).calls().all()).isNotEqualTo(world.calls().all());
  }

  @Test
  void hasFourHundredCallsInTheSixtyDaysBeforeNow() {
    List<OffsetDateTime> starts =
        world.calls().all().stream().map(call -> call.metaData().started()).toList();

    assertThat(starts).hasSize(400).isSorted();
    assertThat(starts.getFirst()).isAfter(world.now().minusDays(61));
    assertThat(starts.getLast()).isBefore(world.now());
    assertThat(starts.getFirst()).isBefore(world.now().minusDays(50));
    assertThat(starts.getLast()).isAfter(world.now().minusDays(5));
  }

  @Test
  void hasTranscriptsOfTwentyToFortyFiveKilobytes() {
    for (Call call : world.calls().all()) {
      int size = world.transcripts().json(call).getBytes(StandardCharsets.UTF_8).length;
      assertThat(size).isBetween(20 * 1024, 45 * 1024);
    }
  }

  @Test
  void hasPrivateCallsAndInternalOnesAndOutsidersInTheRest() {
    List<Call> calls = world.calls().all();

    assertThat(calls.stream().filter(call -> call.metaData().isPrivate()).count())
        .isBetween(4L, 40L);
    assertThat(calls.stream().filter(call -> call.account() == null)).hasSizeBetween(50, 80);
    assertThat(calls)
        .allMatch(
            call ->
                (call.account() == null)
                    == call.parties().stream().allMatch(Call.Party::isInternal));
  }

  @Test
  void givesEverybodyButTheHeadAManagerOfTheCompany() {
    Users users = world.users();

    assertThat(users.all()).hasSize(14);
    assertThat(users.all().stream().filter(user -> user.managerId() == null)).hasSize(1);
    assertThat(users.all().stream().map(User::managerId).filter(id -> id != null))
        .allMatch(id -> users.find(id).isPresent());
    assertThat(users.all()).anyMatch(user -> !user.active());
  }

  @Test
  void usesIdsThatFitSixtyFourBitsButNotADouble() {
    assertThat(world.calls().all())
        .allMatch(call -> Long.parseLong(call.id()) > 1L << 53 && call.id().length() == 19);
  }

  private static World world(long seed, Instant now) {
    return new World(seed, Clock.fixed(now, ZoneOffset.UTC), ZONE, 400);
  }
}
