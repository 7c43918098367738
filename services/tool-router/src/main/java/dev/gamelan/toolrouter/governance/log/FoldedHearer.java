package dev.gamelan.toolrouter.governance.log;

/**
 * Wants to know of each event that has come into force since this instance follows the log; called
 * in the log's order, on the thread that folds, so what takes long is done elsewhere.
 */
public interface FoldedHearer {
  void folded(Folded folded);
}
