package dev.gamelan.simulator.permissions;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.Permissions;
import dev.gamelan.simulator.world.Profiles.Profile;
import dev.gamelan.simulator.world.User;
import dev.gamelan.simulator.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Permission profiles: read, made and changed. */
@Component
class PermissionOperations implements Operations {

  record AllProfiles(List<ObjectNode> profiles) {}

  record OneProfile(ObjectNode profile) {}

  record ProfileUsers(List<ProfileUser> users) {}

  record ProfileUser(String id, String fullName, String emailAddress) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "GET /v2/all-permission-profiles", PermissionOperations::list,
        "GET /v2/permission-profile", PermissionOperations::one,
        "GET /v2/permission-profile/users", PermissionOperations::users,
        "POST /v2/permission-profile", PermissionOperations::create,
        "PUT /v2/permission-profile", PermissionOperations::update);
  }

  private static Answer list(Ask ask, World world) {
    String workspaceId = ask.required("workspaceId");
    if (world.workspace(workspaceId).isEmpty()) {
      return badRequest();
    }
    return Answer.ok(
        new AllProfiles(
            world.profiles().in(workspaceId).stream().map(PermissionOperations::json).toList()));
  }

  private static Answer one(Ask ask, World world) {
    return profile(ask, world)
        .map(profile -> Answer.ok(new OneProfile(json(profile))))
        .orElseGet(PermissionOperations::badRequest);
  }

  private static Answer users(Ask ask, World world) {
    return profile(ask, world)
        .map(profile -> profile.users().stream().map(PermissionOperations::user).toList())
        .map(users -> Answer.ok(new ProfileUsers(users)))
        .orElseGet(PermissionOperations::badRequest);
  }

  /** An id in the request is passed over: the new profile gets its own. */
  private static Answer create(Ask ask, World world) {
    String workspaceId = ask.required("workspaceId");
    if (world.workspace(workspaceId).isEmpty()) {
      return badRequest();
    }
    String name = ask.fields().text("name").orElse("");
    if (world.profiles().in(workspaceId).stream().anyMatch(one -> one.name().equals(name))) {
      return Answer.refused(422, "A profile of this name is already there");
    }
    var profile =
        new Profile(
            world.newId(), workspaceId, name, Permissions.granted(ask.fields().json()), List.of());
    world.profiles().put(profile);
    return Answer.ok(new OneProfile(json(profile)));
  }

  private static Answer update(Ask ask, World world) {
    Optional<Profile> found = profile(ask, world);
    if (found.isEmpty()) {
      return badRequest();
    }
    Profile before = found.get();
    var after =
        new Profile(
            before.id(),
            before.workspaceId(),
            ask.fields().text("name").orElse(before.name()),
            Permissions.granted(ask.fields().json()),
            before.users());
    world.profiles().put(after);
    return Answer.ok(new OneProfile(json(after)));
  }

  private static Optional<Profile> profile(Ask ask, World world) {
    return world.profiles().find(ask.required("profileId"));
  }

  private static ObjectNode json(Profile profile) {
    ObjectNode json = profile.permissions().json().deepCopy();
    return json.put("id", profile.id()).put("name", profile.name());
  }

  private static ProfileUser user(User user) {
    return new ProfileUser(user.id(), user.fullName(), user.emailAddress());
  }

  private static Answer badRequest() {
    return Answer.refused(400, "Bad request");
  }
}
