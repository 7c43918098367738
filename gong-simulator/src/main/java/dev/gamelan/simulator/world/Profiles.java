package dev.gamelan.simulator.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people in the company may do in Gong, by profile. */
public final class Profiles {
  private final Map<String, Profile> byId = new LinkedHashMap<>();

  /** A named set of permissions; all but the name is as in the request that made it. */
  public record Profile(
      String id, String workspaceId, String name, Permissions permissions, List<User> users) {}

  static Profiles seeded(Dice dice, List<Workspace> workspaces, Users users) {
    var profiles = new Profiles();
    for (Workspace workspace : workspaces) {
      List<User> managers = new ArrayList<>(users.inRole("lead"));
      managers.addAll(users.inRole("manager"));
      List<User> sellers = new ArrayList<>(users.inRole("seller"));
      sellers.addAll(users.inRole("developer"));
      profiles.put(profile(dice, workspace, "Manager", Permissions.all(), managers));
      profiles.put(profile(dice, workspace, "Individual contributor", Permissions.own(), sellers));
      profiles.put(
          profile(
              dice, workspace, "Business admin", Permissions.all(), users.inRole("operations")));
    }
    return profiles;
  }

  public List<Profile> in(String workspaceId) {
    return byId.values().stream()
        .filter(profile -> profile.workspaceId().equals(workspaceId))
        .toList();
  }

  public Optional<Profile> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public void put(Profile profile) {
    byId.put(profile.id(), profile);
  }

  private static Profile profile(
      Dice dice, Workspace workspace, String name, Permissions permissions, List<User> users) {
    return new Profile(dice.id(), workspace.id(), name, permissions, List.copyOf(users));
  }
}
