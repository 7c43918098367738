package dev.gamelan.toolrouter.visibility.mirror;

import java.util.Set;

/**
 * Whose calls a permission profile shows, in one workspace.
 *
 * @param teamLeads whose teams it shows, where that is its kind
 */
public record CallAccess(Kind kind, Set<String> teamLeads) {
  public CallAccess {
    teamLeads = Set.copyOf(teamLeads);
  }

  /** As Gong names them. */
  public enum Kind {
    ALL("all"),
    MANAGERS_TEAM("managers-team"),
    REPORT_TO_THEM("report-to-them"),
    OWN("own"),
    NONE("none");

    private final String written;

    Kind(String written) {
      this.written = written;
    }

    public String written() {
      return written;
    }

    /** A kind that is not known here shows nothing. */
    public static Kind of(String written) {
      for (Kind kind : values()) {
        if (kind.written.equals(written)) {
          return kind;
        }
      }
      return NONE;
    }
  }
}
