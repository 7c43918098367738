package dev.gamelan.toolrouter.visibility.reading;

import dev.gamelan.schemas.MirroredPerson;
import dev.gamelan.schemas.MirroredProfile;
import dev.gamelan.schemas.VisibilityMirrored;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One reading of a company's workspaces, users and permission profiles: one request for the
 * workspaces, one for each hundred users, one for each workspace, and one for each profile that
 * shows any calls.
 */
final class PermissionReading {
  /** More users than a record may hold. */
  private static final int MOST_PAGES = 1_000;

  private final String connection;
  private final BiFunction<String, ObjectNode, ToolCallAnswer> gong;
  private final Map<String, MirroredPerson.Builder> people = new LinkedHashMap<>();
  private final Map<String, Set<String>> profilesOf = new LinkedHashMap<>();
  private final List<MirroredProfile> profiles = new ArrayList<>();
  private int requests;

  /**
   * @param gong answers a call of a tool
   */
  PermissionReading(String connection, BiFunction<String, ObjectNode, ToolCallAnswer> gong) {
    this.connection = connection;
    this.gong = gong;
  }

  /** Half of it is no use: what Gong did not answer ends the reading. */
  private static final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unanswered(String sentence) {
      super(sentence);
    }
  }

  /**
   * @param before stays in force where this reading fails
   */
  VisibilityMirrored read(Instant now, @Nullable VisibilityMirrored before) {
    VisibilityMirrored.Builder record =
        before == null
            ? VisibilityMirrored.newBuilder().setConnection(connection)
            : VisibilityMirrored.newBuilder(before);
    record.setTriedAt(now).setProblem(null);
    try {
      List<String> workspaces = workspaces();
      readPeople();
      workspaces.forEach(this::readProfiles);
      record
          .setReadAt(now)
          .setWorkspaces(workspaces)
          .setProfiles(profiles)
          .setPeople(people.values().stream().map(this::withProfiles).toList());
    } catch (Unanswered problem) {
      record.setProblem(problem.getMessage());
    }
    return record.setRequests(requests).build();
  }

  private MirroredPerson withProfiles(MirroredPerson.Builder person) {
    return person
        .setProfiles(List.copyOf(profilesOf.getOrDefault(person.getUserId(), Set.of())))
        .build();
  }

  private List<String> workspaces() {
    List<String> ids = new ArrayList<>();
    for (JsonNode workspace : list("gong_list_workspaces", arguments(), "workspaces")) {
      ids.add(idOf(workspace));
    }
    return ids;
  }

  private void readPeople() {
    ObjectNode arguments = arguments();
    for (int page = 0; page < MOST_PAGES; page++) {
      ObjectNode answer = ask("gong_list_users", arguments);
      for (JsonNode user : listIn(answer, "gong_list_users", "users")) {
        MirroredPerson.Builder person = person(user);
        people.put(person.getUserId(), person);
      }
      String cursor = answer.path("records").path("cursor").asString("");
      if (cursor.isEmpty()) {
        return;
      }
      arguments = arguments().put("cursor", cursor);
    }
    throw new Unanswered("Gong's list of users does not come to an end.");
  }

  private static MirroredPerson.Builder person(JsonNode user) {
    Set<String> emails = new LinkedHashSet<>();
    note(emails, user.path("emailAddress"));
    note(emails, user.path("trustedEmailAddress"));
    user.path("emailAliases").forEach(alias -> note(emails, alias));
    String manager = user.path("managerId").asString("");
    return MirroredPerson.newBuilder()
        .setUserId(idOf(user))
        .setEmails(List.copyOf(emails))
        .setManager(manager.isEmpty() ? null : manager)
        .setActive(user.path("active").asBoolean(false));
  }

  private static void note(Set<String> emails, JsonNode email) {
    String text = email.asString("").strip().toLowerCase(Locale.ROOT);
    if (!text.isEmpty()) {
      emails.add(text);
    }
  }

  private void readProfiles(String workspace) {
    for (JsonNode profile :
        list(
            "gong_list_permission_profiles",
            arguments().put("workspaceId", workspace),
            "profiles")) {
      JsonNode access = profile.path("callsAccess");
      String calls = access.path("permissionLevel").asString("none");
      if (calls.equals("none")) {
        continue;
      }
      String id = idOf(profile);
      List<String> leads =
          access.path("teamLeadIds").valueStream().map(lead -> lead.asString("")).toList();
      profiles.add(new MirroredProfile(id, workspace, calls, leads));
      for (JsonNode user :
          list("gong_list_permission_profile_users", arguments().put("profileId", id), "users")) {
        profilesOf.computeIfAbsent(idOf(user), first -> new LinkedHashSet<>()).add(id);
      }
    }
  }

  private JsonNode list(String tool, ObjectNode arguments, String name) {
    return listIn(ask(tool, arguments), tool, name);
  }

  private static JsonNode listIn(ObjectNode answer, String tool, String name) {
    JsonNode list = answer.path(name);
    if (!list.isArray()) {
      throw new Unanswered("Gong's answer to %s has no list of %s.".formatted(tool, name));
    }
    return list;
  }

  private ObjectNode ask(String tool, ObjectNode arguments) {
    return switch (gong.apply(tool, arguments)) {
      case ToolCallAnswer.Answered answered -> {
        requests++;
        yield answered.content();
      }
      case ToolCallAnswer.NotAnswered none ->
          throw new Unanswered(
              "%s was not answered (%s): %s"
                  .formatted(tool, none.outcome().code(), none.sentence()));
    };
  }

  private static String idOf(JsonNode thing) {
    String id = thing.path("id").asString("");
    if (id.isEmpty()) {
      throw new Unanswered("Gong's answer names something without an id.");
    }
    return id;
  }

  private static ObjectNode arguments() {
    return JsonNodeFactory.instance.objectNode();
  }
}
