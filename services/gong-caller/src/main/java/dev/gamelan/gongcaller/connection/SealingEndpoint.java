package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.Alterations.Deed;
import dev.gamelan.identity.Caller;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the owner has the data keys wrapped anew after a change of the master key. */
@RestController
class SealingEndpoint {
  private final Administration administration;
  private final Rights rights;

  SealingEndpoint(Administration administration, Rights rights) {
    this.administration = administration;
    this.rights = rights;
  }

  /** How many connections' keys are under another master key now. */
  record Rewrapped(int rewrapped) {}

  @PostMapping("/v1/sealing/rewrap")
  ResponseEntity<?> rewrap(Caller caller) {
    if (!rights.mayRewrap(caller)) {
      return Replies.forbidden(rights.refuse(caller, "*", "rewrap"));
    }
    return ResponseEntity.ok(
        new Rewrapped(
            administration.rewrap(Deed.of(caller.name(), caller.displayName(), "rewrapped"))));
  }
}
