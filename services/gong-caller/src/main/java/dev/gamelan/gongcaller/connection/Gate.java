package dev.gamelan.gongcaller.connection;

/** Whether a connection's calls may go to Gong now. */
public sealed interface Gate {
  /** They may. */
  record Open() implements Gate {}

  /** They wait: the credentials are being exchanged. Trials go on. */
  record Held() implements Gate {}

  /**
   * They end, and Gong is not asked.
   *
   * @param sentence for the caller
   * @param trials whether the credentials may be tried all the same
   */
  record Shut(String sentence, boolean retryable, boolean trials) implements Gate {}
}
