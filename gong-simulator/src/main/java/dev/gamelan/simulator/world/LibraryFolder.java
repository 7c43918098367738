package dev.gamelan.simulator.world;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder of calls worth hearing. */
public record LibraryFolder(
    String id,
    String name,
    @Nullable String parentFolderId,
    String createdBy,
    OffsetDateTime updated,
    String workspaceId,
    List<Item> calls) {

  /** A call, or a piece of it, put into a folder. */
  public record Item(
      String id,
      String title,
      String note,
      String addedBy,
      OffsetDateTime created,
      String url,
      @Nullable Snippet snippet) {}

  /** From and to in seconds of the call. */
  public record Snippet(int fromSec, int toSec) {}

  static List<LibraryFolder> seeded(
      Dice dice, OffsetDateTime now, List<Workspace> workspaces, Users users, Calls calls) {
    List<LibraryFolder> folders = new ArrayList<>();
    for (Workspace workspace : workspaces) {
      LibraryFolder top = folder("Best calls", null, workspace, dice, now, users, calls);
      folders.add(top);
      for (String name : List.of("Great discovery", "Handling price", "Competitors", "Fails")) {
        folders.add(folder(name, top.id(), workspace, dice, now, users, calls));
      }
    }
    return List.copyOf(folders);
  }

  private static LibraryFolder folder(
      String name,
      @Nullable String parent,
      Workspace workspace,
      Dice dice,
      OffsetDateTime now,
      Users users,
      Calls calls) {
    List<Call> known = calls.all();
    String author = dice.pick(users.inRole("manager")).id();
    List<Item> items = new ArrayList<>();
    for (int count = dice.between(2, 7); count > 0; count--) {
      Call call = dice.pick(known);
      items.add(
          new Item(
              call.id(),
              String.valueOf(call.metaData().title()),
              "Worth a listen",
              author,
              call.metaData().started().plusDays(1).withNano(0),
              call.metaData().url(),
              dice.chance(0.5) ? new Snippet(120, 260) : null));
    }
    OffsetDateTime updated = now.minusDays(dice.between(1, 30)).withNano(0);
    return new LibraryFolder(
        dice.id(), name, parent, author, updated, workspace.id(), List.copyOf(items));
  }
}
