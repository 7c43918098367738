package dev.gamelan.toolrouter.mcp.offer;

import java.util.Map;

/**
 * An argument that somebody is typing and wants completed.
 *
 * @param of the name of a prompt, or a resource template
 * @param others what the other arguments are already
 */
public record Unfinished(
    Kind kind, String of, String argument, String value, Map<String, String> others) {
  /** What the argument belongs to. */
  public enum Kind {
    PROMPT,
    TEMPLATE
  }
}
