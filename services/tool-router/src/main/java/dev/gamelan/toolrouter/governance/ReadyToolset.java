package dev.gamelan.toolrouter.governance;

import dev.gamelan.schemas.Effect;
import dev.gamelan.toolrouter.catalog.Tool;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Toolsets that are there without anybody's doing. They follow the catalogue; whether a tool in
 * them may be called is still its own approval's to say.
 */
public enum ReadyToolset {
  ALL_APPROVED("All approved tools", "Every tool that is approved, also those approved later."),
  READ_ONLY("Reading", "Every tool that changes nothing at Gong."),
  CALLS("Calls", "Calls, their outcomes and who may see them.", "/v2/calls", "/v2/call-outcomes"),
  TRANSCRIPTS("Transcripts", "What was said in calls.", "/v2/calls/transcript"),
  USERS("Users", "People in Gong, their settings and workspaces.", "/v2/users", "/v2/workspaces"),
  SCORECARDS(
      "Scorecards",
      "Scorecards, how they were filled in, and coaching.",
      "/v2/settings/scorecards",
      "/v2/stats/activity/scorecards",
      "/v2/coaching"),
  DEALS("Deals", "CRM data, and what Gong says of deals and accounts.", "/v2/crm", "/v2/entities"),
  SEQUENCES("Sequences", "Flows, their steps, and who is in them.", "/v2/flows"),
  PERMISSION_PROFILES(
      "Permission profiles",
      "Gong's own permission profiles.",
      "/v2/permission-profile",
      "/v2/all-permission-profiles");

  private final String title;
  private final String description;
  private final List<String> paths;

  ReadyToolset(String title, String description, String... paths) {
    this.title = title;
    this.description = description;
    this.paths = List.of(paths);
  }

  public static Optional<ReadyToolset> named(String name) {
    return Arrays.stream(values()).filter(one -> one.key().equals(name)).findAny();
  }

  /** As it is named among toolsets. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String title() {
    return title;
  }

  public String description() {
    return description;
  }

  public boolean contains(Tool tool) {
    return switch (this) {
      case ALL_APPROVED -> true;
      case READ_ONLY -> tool.effect() == Effect.READ;
      case CALLS -> underItsPaths(tool) && !TRANSCRIPTS.contains(tool);
      default -> underItsPaths(tool);
    };
  }

  private boolean underItsPaths(Tool tool) {
    return paths.stream().anyMatch(path -> isUnder(path, tool.operation().path()));
  }

  private static boolean isUnder(String path, String operation) {
    return operation.equals(path) || operation.startsWith(path + "/");
  }
}
