package dev.gamelan.simulator.settings;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.Brief;
import dev.gamelan.simulator.world.Scorecard;
import dev.gamelan.simulator.world.Tracker;
import dev.gamelan.simulator.world.Workspace;
import dev.gamelan.simulator.world.World;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Everything the company has set up; none of it is paged. */
@Component
class SettingsOperations implements Operations {

  record Workspaces(List<Workspace> workspaces) {}

  record Scorecards(List<Scorecard> scorecards) {}

  record Trackers(List<Tracker> keywordTrackers) {}

  record Briefs(List<Brief> briefs) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "GET /v2/workspaces", (ask, world) -> Answer.ok(new Workspaces(world.workspaces())),
        "GET /v2/settings/scorecards",
            (ask, world) -> Answer.ok(new Scorecards(world.scorecards())),
        "GET /v2/settings/trackers", SettingsOperations::trackers,
        "GET /v2/settings/briefs", SettingsOperations::briefs,
        "GET /v2/call-outcomes", (ask, world) -> Answer.ok(CallOutcome.all()));
  }

  private static Answer trackers(Ask ask, World world) {
    return inWorkspace(ask, world, world.trackers(), Tracker::workspaceId, Trackers::new);
  }

  private static Answer briefs(Ask ask, World world) {
    return inWorkspace(ask, world, world.briefs(), Brief::workspaceId, Briefs::new);
  }

  private static <T> Answer inWorkspace(
      Ask ask,
      World world,
      List<T> all,
      Function<T, String> workspaceId,
      Function<List<T>, Record> body) {
    var wanted = ask.query("workspaceId");
    if (wanted.isPresent() && world.workspace(wanted.get()).isEmpty()) {
      return Answer.refused(404, "Workspace not found");
    }
    return Answer.ok(
        body.apply(
            all.stream()
                .filter(one -> wanted.filter(id -> !id.equals(workspaceId.apply(one))).isEmpty())
                .toList()));
  }
}
