package dev.gamelan.toolrouter.mcp.offer;

/** Whether a client says with each request who it is, or did so once at the beginning. */
public enum Era {
  /** 2026-07-28. */
  MODERN,
  /** 2025-11-25 and before. */
  LEGACY
}
