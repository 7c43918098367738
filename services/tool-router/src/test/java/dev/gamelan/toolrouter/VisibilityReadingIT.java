package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import dev.gamelan.schemas.VisibilityMirrored;
import dev.gamelan.toolrouter.governance.log.Appended;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import dev.gamelan.toolrouter.governance.log.Proposal;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.toolrouter.visibility.VisibilitySettings;
import dev.gamelan.toolrouter.visibility.mirror.Mirror;
import dev.gamelan.toolrouter.visibility.mirror.Mirrors;
import dev.gamelan.toolrouter.visibility.mirror.Person;
import dev.gamelan.topics.testing.WithBroker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances, one of which reads Gong's permissions for both. */
@WithBroker
class VisibilityReadingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String COMPANY = "company-" + UUID.randomUUID();
  private static RunningRouter first;
  private static RunningRouter second;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    String connections = "gamelan.tool-calls.connections=default," + COMPANY;
    String soon = "gamelan.visibility.look-every=100ms";
    String again = "gamelan.visibility.again-after=500ms";
    first = RunningRouter.start(connections, soon, again);
    second = RunningRouter.start(connections, soon, again);
    gongCaller = new FakeGongCaller();
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    second.close();
    first.close();
  }

  @BeforeEach
  void forget() {
    gongCaller.forget();
  }

  @AfterEach
  void off() {
    govern(null);
  }

  private static void govern(@Nullable String document) {
    GovernanceLog log = first.bean(GovernanceLog.class);
    var key = VisibilitySettings.key(COMPANY);
    assertThat(
            log.append(
                Proposal.of(
                    List.of(new Change(key, log.state().versionOf(key), document)), "test", null)))
        .isInstanceOf(Appended.Accepted.class);
  }

  @Test
  void whatOneInstanceReadsOfGongBothGoBy() {
    gongCaller.answer(command -> Optional.of(FakeGongCaller.answered(command, gongSays(command))));
    govern("{\"mode\": \"AUDIT\", \"every\": \"PT6H\"}");

    for (RunningRouter router : List.of(first, second)) {
      Mirrors mirrors = router.bean(Mirrors.class);
      await().atMost(PATIENCE).until(() -> mirrors.find(COMPANY).isPresent());
      Mirror mirror = mirrors.find(COMPANY).orElseThrow();
      Person ann = Objects.requireNonNull(mirror.find("ann@acme.com"));
      assertThat(mirror.people()).isEqualTo(3);
      assertThat(mirror.workspaces()).containsExactlyInAnyOrder("7", "8");
      assertThat(ann.userId()).isEqualTo("11");
      assertThat(mirror.find("annie@acme.com")).isEqualTo(ann);
      assertThat(mirror.reportsTo("11", "12")).isTrue();
      assertThat(ann.access()).containsOnlyKeys("7");
      assertThat(Objects.requireNonNull(mirror.find("13")).active()).isFalse();
      assertThat(mirrors.last(COMPANY).map(VisibilityMirrored::getRequests)).contains(6);
    }
    // One for the workspaces, two pages of users, two workspaces, and one profile that shows calls.
    assertThat(gongCaller.commands())
        .hasSize(6)
        .allSatisfy(
            command -> {
              assertThat(command.getCaller()).isEqualTo("gamelan");
              assertThat(command.getCallClass()).isEqualTo(CallClass.BACKGROUND);
              assertThat(command.getConnection()).isEqualTo(COMPANY);
            });
    assertThat(gongCaller.awaitTrail("admitted", "gong_list_users").getCaller())
        .isEqualTo("gamelan");
  }

  @Test
  void aReadingThatFailsLeavesWhatWasReadBefore() {
    gongCaller.answer(command -> Optional.of(FakeGongCaller.answered(command, gongSays(command))));
    govern("{\"mode\": \"AUDIT\", \"every\": \"PT6H\"}");
    Mirrors mirrors = second.bean(Mirrors.class);
    await().atMost(PATIENCE).until(() -> mirrors.find(COMPANY).isPresent());
    Mirror before = mirrors.find(COMPANY).orElseThrow();
    gongCaller.answer(VisibilityReadingIT::failed);
    // After one that failed the next is due soon.
    gongCaller.publish(
        Topics.VISIBILITY_MIRRORED,
        COMPANY,
        VisibilityMirrored.newBuilder(mirrors.last(COMPANY).orElseThrow())
            .setTriedAt(mirrors.last(COMPANY).orElseThrow().getTriedAt().plusMillis(1))
            .setProblem("It is to be read again.")
            .build());

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                mirrors
                    .last(COMPANY)
                    .map(VisibilityMirrored::getProblem)
                    .filter(problem -> problem.contains("failed-at-gong"))
                    .isPresent());
    assertThat(mirrors.find(COMPANY).orElseThrow().readAt()).isEqualTo(before.readAt());
    assertThat(mirrors.find(COMPANY).orElseThrow().people()).isEqualTo(3);
  }

  private static Optional<ToolCallCompleted> failed(ToolCallRequested command) {
    return Optional.of(FakeGongCaller.ended(command, Ending.FAILED_AT_GONG).build());
  }

  private static String gongSays(ToolCallRequested command) {
    return switch (command.getTool()) {
      case "gong_list_workspaces" -> "{\"workspaces\": [{\"id\": \"7\"}, {\"id\": \"8\"}]}";
      case "gong_list_users" ->
          command.getRequest().getQuery().isEmpty()
              ? """
                {"records": {"cursor": "more"}, "users": [
                  {"id": "11", "emailAddress": "Ann@acme.com", "emailAliases": ["annie@acme.com"],
                   "managerId": "12", "active": true},
                  {"id": "12", "emailAddress": "bob@acme.com", "active": true}]}
                """
              : "{\"users\": [{\"id\": \"13\", \"emailAddress\": \"gone@acme.com\"}]}";
      case "gong_list_permission_profiles" ->
          command.getRequest().getQuery().toString().contains("7")
              ? """
                {"profiles": [
                  {"id": "71", "callsAccess": {"permissionLevel": "managers-team", "teamLeadIds": ["12"]}},
                  {"id": "72", "callsAccess": {"permissionLevel": "none"}}]}
                """
              : "{\"profiles\": []}";
      case "gong_list_permission_profile_users" -> "{\"users\": [{\"id\": \"11\"}]}";
      default -> throw new IllegalStateException(command.getTool());
    };
  }
}
