package dev.gamelan.toolrouter.access;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.schemas.Effect;
import org.springframework.stereotype.Component;

/** Decides by a caller's roles and a tool's effect. */
@Component
public final class Access {

  /** What a caller may do with a tool. */
  public enum Right {
    ALLOWED,
    READ_NOT_ALLOWED,
    WRITE_NOT_ALLOWED
  }

  public Right of(Caller caller, Effect effect) {
    return switch (effect) {
      case READ -> caller.has(Role.READ) ? Right.ALLOWED : Right.READ_NOT_ALLOWED;
      case WRITE, DELETE, UNKNOWN ->
          caller.has(Role.WRITE) ? Right.ALLOWED : Right.WRITE_NOT_ALLOWED;
    };
  }
}
