package dev.gamelan.toolrouter.governance.document;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A named set of tools. */
public record Toolset(@Nullable String title, @Nullable String description, Set<String> tools)
    implements Document {
  public Toolset {
    tools = Set.copyOf(tools);
  }
}
