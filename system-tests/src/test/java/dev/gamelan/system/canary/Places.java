package dev.gamelan.system.canary;

/** The table of what belongs where; whatever else a canary is found in is a leak. */
final class Places {
  /** What a caller asks of Gong goes there in the command, and nowhere else. */
  static final String COMMAND = "topic gong\\.tool-call\\.requested request\\..*";

  /** A file, in the command or in chunks of its own. */
  static final String CHUNKS = "topic gong\\.upload\\.chunk content";

  /** What Gong answers, and whoever asked reads. */
  static final String ANSWER = "topic gong\\.tool-call\\.completed body";

  static final String ANSWERED = "answer 2\\d\\d .*";

  /** Who made a mistake is told what it was; nobody else is. */
  static final String TOLD_BACK = "answer [24]\\d\\d .*";

  /** The state of a trace, as W3C defines it, goes where the trace goes. */
  static final String TRACE_STATE = "topic .* #header";

  /** What administrators write about governance is a document, before and after. */
  static final String DOCUMENT = "topic gong\\.governance changes\\.(before|after)";

  static final String REASON = "topic gong\\.governance reason";
  static final String TRAIL_OF_CHANGES = "table audit\\.\\w+\\.(before|after|reason|subject\\w*)";

  /** What is kept of a connection that is not secret. */
  static final String CONNECTION_STATE = "topic gong\\.connection\\.state tags";

  static final String CONNECTION_CHANGE = "topic gong\\.audit (before|after)";
  static final String CONNECTION_ROW = "table gong_caller\\.connection\\w*\\.\\w+";

  /** The terminal's own copies: who runs it is who they belong to. */
  static final String SECRET_FILE = "file (secrets/.*|gateway\\.json)";

  private Places() {}
}
