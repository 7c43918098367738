package dev.gamelan.toolrouter.admin.desk;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import java.util.Set;

/** What somebody must be allowed for a request to be looked at. */
public enum Need {
  /** To decide who may call what. */
  GOVERN("This is for the roles admin and governance."),
  /** To see how it is decided. */
  LOOK(
      "This is open to the roles admin, governance and audit, and of a connection to its own"
          + " administrators with the role connections."),
  /** To ask for access. */
  ASK("Access is asked for with a token of the role read."),
  /** To see to what concerns oneself. */
  TAKE_PART("This needs a token of a person's role, such as read.");

  private static final Set<Role> PEOPLES =
      Set.of(Role.READ, Role.WRITE, Role.ADMIN, Role.GOVERNANCE, Role.CONNECTIONS, Role.AUDIT);

  private final String sentence;

  Need(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }

  /**
   * @param administered whether the caller is named among the administrators of the connection
   */
  boolean isMet(Caller caller, boolean administered) {
    return switch (this) {
      case GOVERN -> governs(caller);
      case LOOK ->
          governs(caller)
              || caller.has(Role.AUDIT)
              || (administered && caller.has(Role.CONNECTIONS));
      case ASK -> caller.has(Role.READ);
      case TAKE_PART -> caller.roles().stream().anyMatch(PEOPLES::contains);
    };
  }

  public static boolean governs(Caller caller) {
    return caller.has(Role.ADMIN) || caller.has(Role.GOVERNANCE);
  }
}
