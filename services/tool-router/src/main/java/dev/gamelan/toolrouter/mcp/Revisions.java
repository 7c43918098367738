package dev.gamelan.toolrouter.mcp;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The protocol revisions spoken here, newest first. */
final class Revisions {
  static final String MODERN = "2026-07-28";
  static final String NEWEST_LEGACY = "2025-11-25";
  static final List<String> LEGACY =
      List.of(NEWEST_LEGACY, "2025-06-18", "2025-03-26", "2024-11-05");
  static final List<String> ALL = Stream.concat(Stream.of(MODERN), LEGACY.stream()).toList();

  private Revisions() {}

  static boolean legacy(@Nullable String revision) {
    return revision != null && LEGACY.contains(revision);
  }
}
