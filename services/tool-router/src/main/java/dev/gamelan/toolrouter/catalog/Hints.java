package dev.gamelan.toolrouter.catalog;

import dev.gamelan.schemas.Effect;

/**
 * What a client may assume of a tool before calling it. Every tool reaches an open world: what Gong
 * answers holds the words of people outside the company.
 */
public record Hints(boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {
  static Hints of(Effect effect) {
    return switch (effect) {
      case READ -> new Hints(true, false, true, true);
      case WRITE -> new Hints(false, false, false, true);
      case DELETE -> new Hints(false, true, true, true);
      case UNKNOWN -> new Hints(false, true, false, true);
    };
  }
}
