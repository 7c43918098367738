package dev.gamelan.toolrouter.admin.desk;

import org.jspecify.annotations.Nullable;

/** How a request ends. */
public sealed interface Reply {
  /**
   * What was asked for, or what it is now.
   *
   * @param version of the document behind it; null where there is none, or several
   */
  record Shown(Object body, @Nullable Long version) implements Reply {
    public Shown(Object body) {
      this(body, null);
    }
  }

  /** Something that was not there before. */
  record Made(Object body, long version) implements Reply {}

  /** It is no longer there. */
  record Gone() implements Reply {}

  /**
   * It was not done.
   *
   * @param sentence what happened, and whether trying again helps
   * @param version that the document has now; null where that has no part in it
   */
  record Refused(Code code, String sentence, @Nullable Long version) implements Reply {
    public Refused(Code code, String sentence) {
      this(code, sentence, null);
    }
  }

  static Refused invalid(String sentence) {
    return new Refused(Code.INVALID, sentence);
  }

  static Refused notFound(String sentence) {
    return new Refused(Code.NOT_FOUND, sentence);
  }
}
