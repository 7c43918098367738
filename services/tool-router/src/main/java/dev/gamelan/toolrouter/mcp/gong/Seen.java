package dev.gamelan.toolrouter.mcp.gong;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The calls, people and workspaces that stood in a caller's own latest answers, so that their names
 * can be completed without asking Gong. What one caller has seen is never another's. It is bounded,
 * lost with the process, and another instance has seen other things.
 */
@Component
final class Seen {
  private static final int MOST_LISTS = 3_000;
  private static final int LONGEST_LIST = 500;
  private static final int LONGEST_NAME = 200;

  /** What can be completed. */
  enum Kind {
    CALL,
    USER,
    WORKSPACE
  }

  /** Something that was in an answer. */
  record Thing(String id, String name) {
    private boolean matches(String lowerCase) {
      return id.startsWith(lowerCase) || name.toLowerCase(Locale.ROOT).contains(lowerCase);
    }
  }

  private record Key(String caller, Kind kind) {}

  private final Map<Key, Map<String, Thing>> lists = new Latest<>(MOST_LISTS);

  /** Takes note of what is named in an answer. */
  synchronized void note(String caller, JsonNode answer) {
    for (JsonNode call : answer.path("calls")) {
      noteCall(caller, call.has("metaData") ? call.path("metaData") : call);
    }
    noteCall(caller, answer.path("call"));
    for (JsonNode user : answer.path("users")) {
      noteUser(caller, user);
    }
    noteUser(caller, answer.path("user"));
    for (JsonNode workspace : answer.path("workspaces")) {
      note(caller, Kind.WORKSPACE, workspace, workspace.path("name").asString(""));
    }
  }

  /** The latest first; an empty text matches everything. */
  synchronized List<Thing> matching(String caller, Kind kind, String typed) {
    Map<String, Thing> list = lists.get(new Key(caller, kind));
    if (list == null) {
      return List.of();
    }
    String lowerCase = typed.toLowerCase(Locale.ROOT);
    List<Thing> matching = new ArrayList<>();
    for (Thing thing : list.values()) {
      if (thing.matches(lowerCase)) {
        matching.addFirst(thing);
      }
    }
    return matching;
  }

  private void noteCall(String caller, JsonNode call) {
    String title = call.path("title").asString("");
    String started = call.path("started").asString("");
    String day = started.length() < 10 ? "" : ", " + started.substring(0, 10);
    note(caller, Kind.CALL, call, title.isBlank() ? "" : title + day);
  }

  private void noteUser(String caller, JsonNode user) {
    note(caller, Kind.USER, user, user.isObject() ? UserCard.nameOf(user) : "");
  }

  private void note(String caller, Kind kind, JsonNode thing, String name) {
    String id = thing.path("id").asString("");
    if (!id.isBlank() && !name.isBlank()) {
      String shortened = name.substring(0, Math.min(LONGEST_NAME, name.length()));
      lists
          .computeIfAbsent(new Key(caller, kind), first -> new Latest<>(LONGEST_LIST))
          .put(id, new Thing(id, shortened));
    }
  }

  /** Forgets what was not touched for longest. */
  private static final class Latest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Latest(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.@Nullable Entry<K, V> eldest) {
      return size() > most;
    }
  }
}
