package dev.gamelan.toolrouter.governance;

import java.util.List;

/** Whether a caller may use a tool now. */
public sealed interface Verdict {
  /** They may. */
  record Allowed() implements Verdict {}

  /** They may not; each says so in a sentence, without anything that the caller wrote. */
  sealed interface Denied extends Verdict {
    String sentence();
  }

  /** Somebody stopped it at once, at one of four levels. */
  record Stopped(Level level, String sentence) implements Denied {}

  /** What a kill switch stops. */
  enum Level {
    INSTALLATION,
    CONNECTION,
    TOOL,
    CLIENT
  }

  /** This instance does not know yet, or cannot understand, what is governed. */
  record NotKnown(String sentence, boolean passes) implements Denied {}

  /** It waits for review, for the first time or again. */
  record NotApproved(String sentence) implements Denied {}

  record Disabled(String sentence) implements Denied {}

  record Removed(String sentence) implements Denied {}

  /** The AI client may not be used. */
  record ClientClosed(String sentence) implements Denied {}

  /**
   * No access profile gives it to the caller.
   *
   * @param profiles that would, if the caller asked
   */
  record NoAccess(String sentence, List<String> profiles) implements Denied {}
}
