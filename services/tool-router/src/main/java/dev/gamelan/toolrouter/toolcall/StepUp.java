package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.guard.Challenges;
import dev.gamelan.toolrouter.access.Access.Right;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Tells a refused caller's client, where that could help, to come back with a token of more scopes.
 *
 * <p>The refusal stands in the trail all the same.
 */
@Component
public final class StepUp {
  private final Challenges challenges;

  StepUp(Challenges challenges) {
    this.challenges = challenges;
  }

  /**
   * The value of WWW-Authenticate for an answer of status 403; empty where the refusal is final.
   */
  public Optional<String> challenge(Caller caller, Outcome outcome) {
    return switch (outcome) {
      case READ_NOT_ALLOWED ->
          challenges.insufficientScope(caller, Right.READ_NOT_ALLOWED.needed());
      case WRITE_NOT_ALLOWED ->
          challenges.insufficientScope(caller, Right.WRITE_NOT_ALLOWED.needed());
      default -> Optional.empty();
    };
  }
}
