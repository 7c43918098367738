package dev.gamelan.simulator.flows;

import dev.gamelan.simulator.licences.Licences;
import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.paging.Page;
import dev.gamelan.simulator.paging.Pages;
import dev.gamelan.simulator.world.Flow;
import dev.gamelan.simulator.world.World;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Flows, their folders and their steps. */
@Component
class FlowOperations implements Operations {
  private static final int STEPS_AT_ONCE = 20;

  private final Pages pages;
  private final Licences licences;

  FlowOperations(Pages pages, Licences licences) {
    this.pages = pages;
    this.licences = licences;
  }

  record FlowPage(Page.Records records, List<FlowView> flows) {}

  record FlowView(
      String id,
      String name,
      String folderId,
      String folderName,
      String visibility,
      OffsetDateTime creationDate,
      boolean exclusive) {}

  /** Under this name, and with nulls as the text "null", as the server was seen to write it. */
  record FolderPage(Page.Records records, List<FolderView> flowsFolders) {}

  record FolderView(
      String id,
      String name,
      String folderId,
      String folderName,
      String visibility,
      String creationDate) {}

  record StepList(List<FlowWithSteps> flows) {}

  record FlowWithSteps(
      String id,
      String name,
      String folderId,
      String visibility,
      OffsetDateTime creationDate,
      boolean exclusive,
      @Nullable String description,
      List<Flow.Step> steps) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "GET /v2/flows", this::list,
        "GET /v2/flows/folders", this::folders,
        "POST /v2/flows/steps", this::steps);
  }

  private Answer list(Ask ask, World world) {
    if (!licences.hasEngage()) {
      return EngageRefusals.notLicensed();
    }
    Optional<String> workspaceId = ask.query("workspaceId");
    Optional<String> folderId = ask.query("folderId");
    List<Flow> found =
        world.flows().all().stream()
            .filter(flow -> flow.ownerEmail().equalsIgnoreCase(ask.required("flowOwnerEmail")))
            .filter(flow -> workspaceId.filter(id -> !id.equals(flow.workspaceId())).isEmpty())
            .filter(flow -> folderId.filter(id -> !id.equals(flow.folder().id())).isEmpty())
            .toList();
    if (ask.query("mostRecentlyAssigned").filter("true"::equals).isPresent()) {
      found = mostRecentlyAssignedFirst(found, world);
    }
    return pages.answer(
        ask,
        found.stream().map(FlowOperations::view).toList(),
        (flows, records) -> new FlowPage(records, flows));
  }

  private static List<Flow> mostRecentlyAssignedFirst(List<Flow> flows, World world) {
    Comparator<Flow> byAssignment =
        Comparator.comparing(
            flow ->
                world.flows().instances().stream()
                    .filter(instance -> instance.flowId().equals(flow.id()))
                    .map(Flow.Instance::flowInstanceCreateDate)
                    .max(Comparator.naturalOrder())
                    .orElse(OffsetDateTime.MIN));
    return flows.stream().sorted(byAssignment.reversed()).toList();
  }

  private Answer folders(Ask ask, World world) {
    if (!licences.hasEngage()) {
      return EngageRefusals.notLicensed();
    }
    Optional<String> workspaceId = ask.query("workspaceId");
    List<FolderView> found =
        world.flows().folders().stream()
            .filter(
                folder ->
                    folder.ownerEmail().equalsIgnoreCase(ask.required("flowFolderOwnerEmail")))
            .filter(folder -> workspaceId.filter(id -> !id.equals(folder.workspaceId())).isEmpty())
            .filter(folder -> ask.query("parentId").isEmpty())
            .map(
                folder ->
                    new FolderView(
                        folder.id(),
                        folder.name(),
                        "null",
                        "null",
                        "Company",
                        folder.creationDate().toString()))
            .toList();
    return pages.answer(ask, found, (folders, records) -> new FolderPage(records, folders));
  }

  private Answer steps(Ask ask, World world) {
    if (!licences.hasEngage()) {
      return EngageRefusals.notLicensed();
    }
    List<String> ids = ask.fields().texts("flowIds");
    if (ids.size() > STEPS_AT_ONCE) {
      return Answer.refused(400, "At most " + STEPS_AT_ONCE + " flows can be asked for at once");
    }
    List<FlowWithSteps> found = new ArrayList<>();
    for (String id : ids) {
      Optional<Flow> flow = world.flows().find(id);
      if (flow.isEmpty()) {
        return Answer.refused(404, "Flow not found: flowId=" + id);
      }
      found.add(withSteps(flow.get()));
    }
    return Answer.ok(new StepList(found));
  }

  private static FlowView view(Flow flow) {
    return new FlowView(
        flow.id(),
        flow.name(),
        flow.folder().id(),
        flow.folder().name(),
        flow.visibility(),
        flow.creationDate(),
        flow.exclusive());
  }

  private static FlowWithSteps withSteps(Flow flow) {
    return new FlowWithSteps(
        flow.id(),
        flow.name(),
        flow.folder().id(),
        flow.visibility(),
        flow.creationDate(),
        flow.exclusive(),
        flow.description(),
        flow.steps());
  }
}
