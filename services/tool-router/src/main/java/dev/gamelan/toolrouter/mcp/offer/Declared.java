package dev.gamelan.toolrouter.mcp.offer;

import java.util.EnumSet;
import java.util.Set;

/**
 * What an offer has, as clients are told when they first ask.
 *
 * @param instructions for a language model, on how to use all of this well
 */
public record Declared(Set<Part> parts, String instructions) {
  /** A part of MCP that an offer may have. */
  public enum Part {
    TOOLS,
    PROMPTS,
    RESOURCES,
    COMPLETIONS,
    /** Answers that may come later, of which only clients of the new era are told. */
    TASKS,
    /** Log messages, which only clients of the old era are told of. */
    LOGGING
  }

  public Declared {
    parts = Set.copyOf(parts);
  }

  public static Declared of(String instructions, Part first, Part... more) {
    return new Declared(EnumSet.of(first, more), instructions);
  }

  public boolean has(Part part) {
    return parts.contains(part);
  }
}
