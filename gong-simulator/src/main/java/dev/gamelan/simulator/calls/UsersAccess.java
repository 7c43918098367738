package dev.gamelan.simulator.calls;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.World;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Who was given access to a call beside those whose profile lets them. */
@Component
class UsersAccess implements Operations {

  record AccessList(List<CallAccess> callAccessList) {}

  record CallAccess(String callId, List<UserRef> users) {}

  record UserRef(String userId) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "POST /v2/calls/users-access", UsersAccess::list,
        "PUT /v2/calls/users-access", UsersAccess::allow,
        "DELETE /v2/calls/users-access", UsersAccess::disallow);
  }

  private static Answer list(Ask ask, World world) {
    List<String> callIds = ask.fields().texts("filter.callIds");
    if (!world.calls().hasAll(callIds)) {
      return unknownCalls();
    }
    return Answer.ok(
        new AccessList(
            callIds.stream()
                .map(
                    id ->
                        new CallAccess(
                            id, world.calls().access(id).stream().map(UserRef::new).toList()))
                .toList()));
  }

  private static Answer allow(Ask ask, World world) {
    List<Fields> changes = ask.fields().objects("callAccessList");
    if (!world.calls().hasAll(changes.stream().map(one -> one.required("callId")).toList())) {
      return unknownCalls();
    }
    boolean known =
        changes.stream()
            .flatMap(one -> one.texts("userIds").stream())
            .allMatch(id -> world.users().find(id).isPresent());
    if (!known) {
      return Answer.refused(400, "Some users not found");
    }
    changes.forEach(one -> world.calls().allow(one.required("callId"), one.texts("userIds")));
    return Answer.ok();
  }

  /** Unknown calls and users are passed over in silence. */
  private static Answer disallow(Ask ask, World world) {
    for (Fields one : ask.fields().objects("callAccessList")) {
      world.calls().disallow(one.required("callId"), one.texts("userIds"));
    }
    return Answer.ok();
  }

  private static Answer unknownCalls() {
    return Answer.refused(400, "Some calls not found");
  }
}
