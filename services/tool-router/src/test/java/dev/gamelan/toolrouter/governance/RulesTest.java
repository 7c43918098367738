package dev.gamelan.toolrouter.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Account;
import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.document.AccessProfile;
import dev.gamelan.toolrouter.governance.document.AccessProfile.Terms;
import dev.gamelan.toolrouter.governance.document.AccessRequest;
import dev.gamelan.toolrouter.governance.document.AiClient;
import dev.gamelan.toolrouter.governance.document.Defaults;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.KillSwitch;
import dev.gamelan.toolrouter.governance.document.ToolApproval;
import dev.gamelan.toolrouter.governance.document.Toolset;
import dev.gamelan.toolrouter.governance.log.GovernanceState;
import dev.gamelan.toolrouter.governance.log.LoopedLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RulesTest {
  private static final Instant NOW = Instant.parse("2026-05-10T08:00:00Z");
  private static final Catalog CATALOG = Catalog.load();
  private static final Tool LIST_CALLS = CATALOG.find("gong_list_calls").orElseThrow();
  private static final Tool LIST_USERS = CATALOG.find("gong_list_users").orElseThrow();
  private static final Caller ANN =
      new Caller("ann", Set.of(Role.READ), Set.of("/sales"), "claude");
  private static final Caller BOB = new Caller("bob", Set.of(Role.READ));

  private final LoopedLog looped = new LoopedLog(Clock.fixed(NOW, ZoneOffset.UTC));
  private GovernanceProperties settings =
      new GovernanceProperties(Defaults.NewTools.PENDING_REVIEW, Defaults.WithoutProfile.NOTHING);

  private Verdict judge(Caller caller, Tool tool) {
    return judge(caller, tool, NOW);
  }

  private Verdict judge(Caller caller, Tool tool, Instant at) {
    return new Rules(looped.log().state(), true, settings).judge(caller, "default", tool, at);
  }

  private void allOpen() {
    settings =
        new GovernanceProperties(
            Defaults.NewTools.APPROVED, Defaults.WithoutProfile.APPROVED_TOOLS);
  }

  private void tool(Tool tool, ToolApproval.State state, @Nullable Instant until) {
    looped.put(
        GovernedKind.TOOL,
        "default",
        tool.name(),
        new ToolApproval(state, null, "ann", NOW, until, tool.effect(), null));
  }

  private void profile(String name, Terms terms, Set<String> people, String... toolsets) {
    looped.put(
        GovernedKind.PROFILE,
        "default",
        name,
        new AccessProfile(null, people, null, false, Set.of(toolsets), terms, null, null, false));
  }

  private void request(
      String id,
      String profile,
      Caller caller,
      AccessRequest.State state,
      @Nullable Instant until) {
    looped.put(
        GovernedKind.REQUEST,
        "default",
        id,
        new AccessRequest(
            profile, caller.name(), null, null, state, NOW, "boss", NOW, null, until));
  }

  @Test
  void aToolNobodyHasReviewedIsNotCalled() {
    assertThat(judge(ANN, LIST_CALLS)).isInstanceOf(Verdict.NotApproved.class);
  }

  @Test
  void anApprovedToolIsNotYetAnybodys() {
    tool(LIST_CALLS, ToolApproval.State.APPROVED, null);

    assertThat(judge(ANN, LIST_CALLS)).isInstanceOf(Verdict.NoAccess.class);
  }

  @Test
  void settingsMayOpenAllOfItAndADocumentCountsMore() {
    allOpen();
    assertThat(judge(ANN, LIST_CALLS)).isEqualTo(new Verdict.Allowed());

    looped.put(
        GovernedKind.DEFAULTS,
        "",
        Defaults.NAME,
        new Defaults(Defaults.NewTools.PENDING_REVIEW, null, null, null));
    assertThat(judge(ANN, LIST_CALLS)).isInstanceOf(Verdict.NotApproved.class);

    looped.put(
        GovernedKind.DEFAULTS,
        "default",
        Defaults.NAME,
        new Defaults(Defaults.NewTools.APPROVED, null, null, null));
    assertThat(judge(ANN, LIST_CALLS)).isEqualTo(new Verdict.Allowed());
  }

  @ParameterizedTest
  @EnumSource(ToolApproval.State.class)
  void eachStateOfAToolSaysWhetherItIsCalled(ToolApproval.State state) {
    allOpen();
    tool(LIST_CALLS, state, null);

    Class<? extends Verdict> expected =
        switch (state) {
          case APPROVED -> Verdict.Allowed.class;
          case PENDING_REVIEW -> Verdict.NotApproved.class;
          case DISABLED -> Verdict.Disabled.class;
          case REMOVED -> Verdict.Removed.class;
        };
    assertThat(judge(ANN, LIST_CALLS)).isInstanceOf(expected);
  }

  @Test
  void anApprovalThatHasRunOutIsNone() {
    allOpen();
    tool(LIST_CALLS, ToolApproval.State.APPROVED, NOW.plusSeconds(1));

    assertThat(judge(ANN, LIST_CALLS)).isInstanceOf(Verdict.Allowed.class);
    assertThat(judge(ANN, LIST_CALLS, NOW.plusSeconds(1))).isInstanceOf(Verdict.NotApproved.class);
  }

  @Test
  void anApprovalOfAReadingToolIsNoneForAWritingOne() {
    allOpen();
    Tool writing =
        CATALOG.tools().stream()
            .filter(tool -> tool.effect() == Effect.WRITE)
            .findFirst()
            .orElseThrow();
    looped.put(
        GovernedKind.TOOL,
        "default",
        writing.name(),
        new ToolApproval(ToolApproval.State.APPROVED, null, null, null, null, Effect.READ, null));

    assertThat(judge(ANN, writing)).isInstanceOf(Verdict.NotApproved.class);

    looped.put(
        GovernedKind.DEFAULTS,
        "default",
        Defaults.NAME,
        new Defaults(null, null, Defaults.ChangedEffect.KEEP, null));
    assertThat(judge(ANN, writing)).isInstanceOf(Verdict.Allowed.class);
  }

  @Test
  void aKillSwitchAtEachLevelStopsAndLettingGoLetsOn() {
    allOpen();
    for (DocumentKey key :
        List.of(
            KillSwitch.installation(),
            KillSwitch.connection("default"),
            KillSwitch.tool("default", LIST_CALLS.name()),
            KillSwitch.client("claude"))) {
      looped.put(key, new KillSwitch("boss", NOW, "an incident"));

      assertThat(judge(ANN, LIST_CALLS))
          .isInstanceOfSatisfying(
              Verdict.Stopped.class,
              stopped -> assertThat(stopped.sentence()).contains("an incident."));

      looped.put(key, null);
      assertThat(judge(ANN, LIST_CALLS)).isInstanceOf(Verdict.Allowed.class);
    }
  }

  @Test
  void aKillSwitchStopsNoMoreThanItsOwn() {
    allOpen();
    looped.put(KillSwitch.connection("other"), new KillSwitch(null, null, null));
    looped.put(KillSwitch.tool("default", LIST_USERS.name()), new KillSwitch(null, null, null));
    looped.put(KillSwitch.client("cursor"), new KillSwitch(null, null, null));

    assertThat(judge(ANN, LIST_CALLS)).isInstanceOf(Verdict.Allowed.class);
    assertThat(judge(ANN, LIST_USERS)).isInstanceOf(Verdict.Stopped.class);
  }

  @Test
  void aProfileGivesItsToolsetsToItsPeopleAndGroups() {
    tool(LIST_CALLS, ToolApproval.State.APPROVED, null);
    tool(LIST_USERS, ToolApproval.State.APPROVED, null);
    looped.put(
        GovernedKind.TOOLSET,
        "default",
        "mine",
        new Toolset(null, null, Set.of(LIST_USERS.name())));
    looped.put(
        GovernedKind.PROFILE,
        "default",
        "sales",
        new AccessProfile(
            null, null, Set.of("/sales"), false, Set.of("calls"), null, null, null, false));
    profile("people", Terms.AUTOMATIC, Set.of("bob"), "mine");

    assertThat(judge(ANN, LIST_CALLS)).isInstanceOf(Verdict.Allowed.class);
    assertThat(judge(ANN, LIST_USERS)).isInstanceOf(Verdict.NoAccess.class);
    assertThat(judge(BOB, LIST_USERS)).isInstanceOf(Verdict.Allowed.class);
    assertThat(judge(BOB, LIST_CALLS)).isInstanceOf(Verdict.NoAccess.class);
  }

  @Test
  void whatMustBeAskedForIsNotThereUntilGrantedAndOnlySoLong() {
    tool(LIST_CALLS, ToolApproval.State.APPROVED, null);
    profile("calls-please", Terms.ON_REQUEST, Set.of("bob"), "calls");

    assertThat(judge(BOB, LIST_CALLS))
        .isInstanceOfSatisfying(
            Verdict.NoAccess.class,
            denied -> {
              assertThat(denied.profiles()).containsExactly("calls-please");
              assertThat(denied.sentence()).contains("calls-please", "gamelan_request_access");
            });

    request("r1", "calls-please", BOB, AccessRequest.State.PENDING, null);
    assertThat(judge(BOB, LIST_CALLS)).isInstanceOf(Verdict.NoAccess.class);

    request("r1", "calls-please", BOB, AccessRequest.State.GRANTED, NOW.plusSeconds(60));
    assertThat(judge(BOB, LIST_CALLS)).isInstanceOf(Verdict.Allowed.class);
    assertThat(judge(BOB, LIST_CALLS, NOW.plusSeconds(60))).isInstanceOf(Verdict.NoAccess.class);

    request("r1", "calls-please", BOB, AccessRequest.State.REVOKED, null);
    assertThat(judge(BOB, LIST_CALLS)).isInstanceOf(Verdict.NoAccess.class);
  }

  @Test
  void whatWasGrantedEndsWithTheMembership() {
    tool(LIST_CALLS, ToolApproval.State.APPROVED, null);
    profile("calls-please", Terms.ON_REQUEST, Set.of("bob"), "calls");
    request("r1", "calls-please", BOB, AccessRequest.State.GRANTED, null);
    profile("calls-please", Terms.ON_REQUEST, Set.of("carl"), "calls");

    assertThat(judge(BOB, LIST_CALLS)).isInstanceOf(Verdict.NoAccess.class);
  }

  private void client(
      AiClient.@Nullable Type type, AiClient.@Nullable State state, @Nullable LocalDate seen) {
    looped.put(
        GovernedKind.CLIENT, "", "claude", new AiClient(type, state, null, null, null, null, seen));
  }

  @Test
  void aClientNobodyUsesIsHiddenThenClosedUnlessSomebodySaysOtherwise() {
    allOpen();
    Clients clients =
        new Clients(looped.log().state(), new EffectiveDefaults(looped.log().state(), settings));
    LocalDate today = LocalDate.ofInstant(NOW, ZoneOffset.UTC);

    assertThat(clients.stateOf(seen(today), NOW)).isEqualTo(AiClient.State.ACTIVE);
    assertThat(clients.stateOf(seen(today.minusDays(3)), NOW)).isEqualTo(AiClient.State.HIDDEN);
    assertThat(clients.stateOf(seen(today.minusDays(9)), NOW)).isEqualTo(AiClient.State.CLOSED);

    client(null, null, today.minusDays(9));
    assertThat(judge(ANN, LIST_CALLS))
        .isInstanceOfSatisfying(
            Verdict.ClientClosed.class,
            closed ->
                assertThat(closed.sentence())
                    .contains("Last used on %s: closed since".formatted(today.minusDays(9))));
    assertThat(judge(BOB, LIST_CALLS)).isInstanceOf(Verdict.Allowed.class);

    client(null, AiClient.State.ACTIVE, today.minusDays(9));
    assertThat(judge(ANN, LIST_CALLS)).isInstanceOf(Verdict.Allowed.class);

    client(null, AiClient.State.CLOSED, today.minusDays(9));
    assertThat(judge(ANN, LIST_CALLS))
        .isInstanceOfSatisfying(
            Verdict.ClientClosed.class,
            closed ->
                assertThat(closed.sentence())
                    .as("somebody's doing, not time's")
                    .startsWith("Your AI client is closed here. Trying again"));
  }

  private static AiClient seen(LocalDate day) {
    return new AiClient(null, null, null, null, null, null, day);
  }

  @Test
  void onlyPersonalClientsAreLetInUnlessOthersAreNamed() {
    allOpen();
    Caller service =
        new Caller(
            "us:robot",
            Set.of(Role.READ),
            new Account("https://login", "robot", "robot", "robot", Set.of(), Set.of(), Set.of()));
    assertThat(judge(service, LIST_CALLS)).isInstanceOf(Verdict.ClientClosed.class);

    looped.put(
        GovernedKind.DEFAULTS,
        "",
        Defaults.NAME,
        new Defaults(
            null,
            null,
            null,
            new Defaults.Clients(null, Duration.ofDays(7), null, Set.of(AiClient.Type.SERVICE))));
    assertThat(judge(service, LIST_CALLS)).isInstanceOf(Verdict.Allowed.class);
    assertThat(judge(ANN, LIST_CALLS)).isInstanceOf(Verdict.ClientClosed.class);
  }

  /** A later version may have said anything, so each of its documents denies. */
  @ParameterizedTest
  @EnumSource(
      value = GovernedKind.class,
      names = {"DEFAULTS", "TOOL", "CLIENT", "KILL_SWITCH"})
  void whatIsNotUnderstoodDenies(GovernedKind kind) {
    allOpen();
    DocumentKey key =
        switch (kind) {
          case DEFAULTS -> new DocumentKey(kind, "default", Defaults.NAME);
          case TOOL -> new DocumentKey(kind, "default", LIST_CALLS.name());
          case CLIENT -> Clients.keyOf("claude");
          default -> KillSwitch.connection("default");
        };
    looped.putJson(key, "[\"of a later version\"]");

    assertThat(judge(ANN, LIST_CALLS)).isInstanceOf(Verdict.Denied.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = GovernedKind.class,
      names = {"PROFILE", "TOOLSET", "REQUEST"})
  void whatIsNotUnderstoodGivesNothing(GovernedKind kind) {
    tool(LIST_CALLS, ToolApproval.State.APPROVED, null);
    looped.put(
        GovernedKind.TOOLSET,
        "default",
        "mine",
        new Toolset(null, null, Set.of(LIST_CALLS.name())));
    profile("p", Terms.ON_REQUEST, Set.of("bob"), "mine");
    request("r", "p", BOB, AccessRequest.State.GRANTED, null);
    assertThat(judge(BOB, LIST_CALLS)).isInstanceOf(Verdict.Allowed.class);

    String name = kind == GovernedKind.PROFILE ? "p" : kind == GovernedKind.TOOLSET ? "mine" : "r";
    looped.putJson(
        new DocumentKey(kind, "default", name), "{\"toolsets\":7,\"tools\":7,\"state\":7}");

    assertThat(judge(BOB, LIST_CALLS)).isInstanceOf(Verdict.NoAccess.class);
  }

  @Test
  void nothingIsCalledWhereTheLogHoldsWhatNobodyHereCanRead() {
    allOpen();

    assertThat(
            new Rules(GovernanceState.EMPTY.replayUnreadable(0), true, settings)
                .judge(BOB, "default", LIST_CALLS, NOW))
        .isInstanceOf(Verdict.NotKnown.class);
  }

  @Test
  void nothingIsCalledBeforeAllIsKnown() {
    allOpen();

    assertThat(
            new Rules(looped.log().state(), false, settings).judge(ANN, "default", LIST_CALLS, NOW))
        .isInstanceOf(Verdict.NotKnown.class);
  }

  @Test
  void theReadyToolsetsHoldWhatTheirNamesSay() {
    assertThat(toolsOf(ReadyToolset.TRANSCRIPTS)).containsExactly("gong_get_call_transcripts");
    assertThat(toolsOf(ReadyToolset.CALLS))
        .contains("gong_list_calls", "gong_get_call")
        .doesNotContain("gong_get_call_transcripts");
    assertThat(toolsOf(ReadyToolset.READ_ONLY))
        .contains("gong_list_calls_extensive")
        .doesNotContain("gong_create_meeting", "gong_delete_meeting");
    assertThat(toolsOf(ReadyToolset.ALL_APPROVED)).hasSize(CATALOG.tools().size());
    for (ReadyToolset toolset : ReadyToolset.values()) {
      assertThat(toolsOf(toolset)).as(toolset.key()).isNotEmpty();
    }
  }

  private static List<String> toolsOf(ReadyToolset toolset) {
    return CATALOG.tools().stream().filter(toolset::contains).map(Tool::name).toList();
  }
}
