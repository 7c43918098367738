package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.Administration.Wishes;
import dev.gamelan.gongcaller.connection.Alterations.Deed;
import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may do what with connections; whom it refuses, the trail will tell. */
@Component
public class Rights {
  private final Alterations alterations;
  private final ConnectionStore store;

  Rights(Alterations alterations, ConnectionStore store) {
    this.alterations = alterations;
    this.store = store;
  }

  public boolean mayLookAtAll(Caller caller) {
    return caller.has(Role.ADMIN) || caller.has(Role.GOVERNANCE) || caller.has(Role.AUDIT);
  }

  public boolean mayLookAround(Caller caller) {
    return mayLookAtAll(caller) || caller.has(Role.CONNECTIONS);
  }

  boolean mayLookAt(Caller caller, Kept kept) {
    return mayLookAtAll(caller) || mayChange(caller, kept);
  }

  boolean mayRegister(Caller caller) {
    return caller.has(Role.ADMIN) || caller.has(Role.CONNECTIONS);
  }

  boolean mayChange(Caller caller, Kept kept) {
    return caller.has(Role.ADMIN)
        || (caller.has(Role.CONNECTIONS) && kept.row().administrators().contains(caller.name()));
  }

  /** Of a connection that is not there any more only the owner may. */
  public boolean mayChange(Caller caller, String connection) {
    return caller.has(Role.ADMIN)
        || store.find(connection).filter(kept -> mayChange(caller, kept)).isPresent();
  }

  /** Asked again under the lock, because it may have changed hands. */
  Optional<Outcome.Refused> notAllowed(Caller caller, Kept kept) {
    return mayChange(caller, kept)
        ? Optional.empty()
        : Optional.of(
            new Outcome.Refused(Outcome.Reason.STALE, "The connection has changed hands."));
  }

  boolean mayRewrap(Caller caller) {
    return caller.has(Role.ADMIN);
  }

  /** Who registers a connection administers it, or nobody but the owner could. */
  Wishes withOwner(Caller caller, Wishes wishes) {
    List<String> named = wishes.administrators() == null ? List.of() : wishes.administrators();
    if (caller.has(Role.ADMIN) || named.contains(caller.name())) {
      return wishes;
    }
    List<String> administrators = new ArrayList<>(named);
    administrators.addFirst(caller.name());
    return new Wishes(wishes.baseUrl(), wishes.title(), wishes.tags(), administrators);
  }

  /** Notes the refusal, and gives the sentence for whoever asked. */
  public String refuse(Caller caller, String connection, String what) {
    String why =
        switch (what) {
          case "look", "list" ->
              "Connections are open to the roles admin, governance and audit, and to their own"
                  + " administrators with the role connections.";
          case "register" -> "Connections are registered by the roles admin and connections.";
          case "writes" ->
              "Writes of unknown outcome are seen by the roles admin, governance and audit, and"
                  + " settled by the role admin or by the connection's administrators with the role"
                  + " connections.";
          case "rewrap" -> "This is for the role admin alone.";
          default ->
              "A connection is changed by the role admin, or by one of its administrators with the"
                  + " role connections.";
        };
    alterations.refused(
        Names.isName(connection) ? connection : "",
        Deed.of(caller.name(), caller.displayName(), "refused"),
        why);
    return why;
  }
}
