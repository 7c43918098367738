package dev.gamelan.toolrouter.access;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.schemas.Effect;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Decides by a caller's roles and a tool's effect. */
@Component
public final class Access {

  /** What a caller may do with a tool. */
  public enum Right {
    ALLOWED(Set.of()),
    READ_NOT_ALLOWED(Set.of(Role.READ)),
    WRITE_NOT_ALLOWED(Set.of(Role.READ, Role.WRITE));

    private final Set<Role> needed;

    Right(Set<Role> needed) {
      this.needed = needed;
    }

    /** All that the refused operation needs. */
    public Set<Role> needed() {
      return needed;
    }
  }

  public Right of(Caller caller, Effect effect) {
    return switch (effect) {
      case READ -> caller.has(Role.READ) ? Right.ALLOWED : Right.READ_NOT_ALLOWED;
      case WRITE, DELETE, UNKNOWN ->
          caller.has(Role.WRITE) ? Right.ALLOWED : Right.WRITE_NOT_ALLOWED;
    };
  }
}
