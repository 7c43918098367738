package dev.gamelan.gongcaller.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StopsTest {
  private static final String THROWN = "{\"by\": \"ann\"}";

  private final Stops stops = new Stops();
  private final ToolCallRequested call =
      Calls.read("GET", "/v2/users")
          .setConnection("acme")
          .setTool("gong_list_users")
          .setClientId("claude")
          .build();

  @BeforeEach
  void theLogIsRead() {
    stops.caughtUp();
  }

  @Test
  void nothingMayBeSentBeforeTheLogIsRead() {
    var starting = new Stops();
    assertThat(starting.of("acme")).isPresent();
    starting.caughtUp();
    assertThat(starting.of("acme")).isEmpty();
  }

  @Test
  void everyLevelStopsACallThatWaits() {
    thrownAndLifted("", "installation");
    thrownAndLifted("acme", "connection");
    thrownAndLifted("acme", "tool/gong_list_users");
    thrownAndLifted("", "client/claude");
  }

  private void thrownAndLifted(String connection, String name) {
    assertThat(stops.of(call)).as(name).isEmpty();
    stops.fold(event(name + 1, change(connection, name, 0, THROWN)));
    assertThat(stops.of(call)).as(name).isPresent();
    stops.fold(event(name + 2, change(connection, name, 1, null)));
    assertThat(stops.of(call)).as(name).isEmpty();
  }

  @Test
  void whatIsAboutOthersStopsNothing() {
    stops.fold(event("1", change("other", "connection", 0, THROWN)));
    stops.fold(event("2", change("acme", "tool/gong_list_calls", 0, THROWN)));
    stops.fold(event("3", change("", "client/cursor", 0, THROWN)));
    assertThat(stops.of(call)).isEmpty();
  }

  @Test
  void anEventThatComesAgainOrTooLateIsVoid() {
    var thrown = event("1", change("", "installation", 0, THROWN));
    stops.fold(thrown);
    stops.fold(event("2", change("", "installation", 1, null)));
    stops.fold(thrown);
    assertThat(stops.of(call)).isEmpty();
    stops.fold(event("3", change("", "installation", 1, THROWN)));
    assertThat(stops.of(call)).as("of a version that is no more").isEmpty();
    stops.fold(event("4", change("", "installation", 2, THROWN)));
    stops.fold(event("5", change("", "installation", 2, null)));
    assertThat(stops.of(call)).as("lifted too late").isPresent();
  }

  @Test
  void whatThisVersionCannotReadStopsEverything() {
    stops.unreadable();
    assertThat(stops.of("acme")).isPresent();
  }

  private static GovernedChange change(
      String connection, String name, long expected, @Nullable String after) {
    return GovernedChange.newBuilder()
        .setKind(GovernedKind.KILL_SWITCH)
        .setConnection(connection)
        .setName(name)
        .setExpectedVersion(expected)
        .setAfter(after)
        .build();
  }

  private static GovernanceEvent event(String id, GovernedChange change) {
    return GovernanceEvent.newBuilder()
        .setEventId(id)
        .setAt(Instant.EPOCH)
        .setChangedBy("ann")
        .setChanges(List.of(change))
        .build();
  }
}
