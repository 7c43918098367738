package dev.gamelan.simulator.library;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.LibraryFolder;
import dev.gamelan.simulator.world.World;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folders and what is in them. */
@Component
class LibraryOperations implements Operations {

  record Folders(List<Folder> folders) {}

  record Folder(
      String id,
      String name,
      @Nullable String parentFolderId,
      String createdBy,
      OffsetDateTime updated) {}

  record Content(
      String id,
      String name,
      String createdBy,
      OffsetDateTime updated,
      List<LibraryFolder.Item> calls) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "GET /v2/library/folders", LibraryOperations::folders,
        "GET /v2/library/folder-content", LibraryOperations::content);
  }

  private static Answer folders(Ask ask, World world) {
    Optional<String> workspaceId = ask.query("workspaceId");
    if (workspaceId.isEmpty() && world.workspaces().size() > 1) {
      return Answer.refused(400, "workspaceId is required when there are several workspaces");
    }
    if (workspaceId.isPresent() && world.workspace(workspaceId.get()).isEmpty()) {
      return Answer.refused(404, "Workspace not found");
    }
    return Answer.ok(
        new Folders(
            world.library().stream()
                .filter(
                    folder -> workspaceId.filter(id -> !id.equals(folder.workspaceId())).isEmpty())
                .map(
                    folder ->
                        new Folder(
                            folder.id(),
                            folder.name(),
                            folder.parentFolderId(),
                            folder.createdBy(),
                            folder.updated()))
                .toList()));
  }

  private static Answer content(Ask ask, World world) {
    Optional<String> folderId = ask.query("folderId");
    if (folderId.isEmpty()) {
      return Answer.refused(400, "folderId is required");
    }
    return world.library().stream()
        .filter(folder -> folder.id().equals(folderId.get()))
        .findFirst()
        .map(LibraryOperations::content)
        .orElseGet(() -> Answer.refused(404, "Folder not found"));
  }

  private static Answer content(LibraryFolder folder) {
    return Answer.ok(
        new Content(
            folder.id(), folder.name(), folder.createdBy(), folder.updated(), folder.calls()));
  }
}
