package dev.gamelan.simulator.targets;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.Target;
import dev.gamelan.simulator.world.World;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Targets, and files that say who is to reach how much of them. */
@Component
class TargetOperations implements Operations {

  record Targets(List<Target> targets) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "GET /v2/targets", TargetOperations::list,
        "POST /v2/targets/{targetId}/assignments", TargetOperations::assign);
  }

  private static Answer list(Ask ask, World world) {
    String workspaceId = ask.required("workspaceId");
    return world.workspace(workspaceId).isEmpty()
        ? unknownWorkspace()
        : Answer.ok(
            new Targets(
                world.targets().stream()
                    .filter(target -> target.workspaceId().equals(workspaceId))
                    .toList()));
  }

  private static Answer assign(Ask ask, World world) {
    String workspaceId = ask.required("workspaceId");
    if (world.workspace(workspaceId).isEmpty()) {
      return unknownWorkspace();
    }
    String id = ask.pathValue("targetId");
    boolean known =
        world.targets().stream()
            .anyMatch(one -> one.id().equals(id) && one.workspaceId().equals(workspaceId));
    if (!known) {
      return Answer.refused(404, "Target not found");
    }
    byte[] file = ask.part("file").orElseThrow().content();
    return isTable(new String(file, StandardCharsets.UTF_8))
        ? Answer.ok()
        : Answer.refused(400, "The file is not a CSV table with a header and rows of its width");
  }

  private static boolean isTable(String csv) {
    List<String> lines = csv.lines().filter(line -> !line.isBlank()).toList();
    return lines.size() > 1
        && lines.stream().map(TargetOperations::width).distinct().count() == 1
        && width(lines.getFirst()) > 1;
  }

  private static int width(String line) {
    return line.split(",", -1).length;
  }

  private static Answer unknownWorkspace() {
    return Answer.refused(400, "The workspace was not found");
  }
}
