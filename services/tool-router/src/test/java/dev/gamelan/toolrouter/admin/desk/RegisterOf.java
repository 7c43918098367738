package dev.gamelan.toolrouter.admin.desk;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;

/** A register, and requests at it, for tests of other features. */
public final class RegisterOf {
  private RegisterOf() {}

  public static Register log(GovernanceLog log) {
    return new Register(log);
  }

  public static Asked asked(Caller caller, @Nullable String ifMatch) {
    return new Asked(caller, "PUT /", new LinkedMultiValueMap<>(), ifMatch, null, null);
  }
}
