package dev.gamelan.toolrouter.visibility.mirror;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who there is in one company's Gong, who manages whom, and whose calls each may see. */
public final class Mirror {
  private final Instant readAt;
  private final Set<String> workspaces;
  private final Map<String, Person> byId = new HashMap<>();
  private final Map<String, Person> byEmail = new HashMap<>();

  /**
   * @param readAt when the reading of it began
   */
  public Mirror(Instant readAt, Set<String> workspaces, List<Person> people) {
    this.readAt = readAt;
    this.workspaces = Set.copyOf(workspaces);
    Set<String> shared = new HashSet<>();
    for (Person person : people) {
      byId.put(person.userId(), person);
      for (String email : person.emails()) {
        Person other = byEmail.put(email, person);
        if (other != null && !other.userId().equals(person.userId())) {
          shared.add(email);
        }
      }
    }
    // Whoever of them is meant cannot be told.
    byEmail.keySet().removeAll(shared);
  }

  public Instant readAt() {
    return readAt;
  }

  public int people() {
    return byId.size();
  }

  public Set<String> workspaces() {
    return workspaces;
  }

  /**
   * @param name a user's id or email
   */
  public @Nullable Person find(String name) {
    Person person = byId.get(name);
    return person == null ? byEmail.get(name.toLowerCase(Locale.ROOT)) : person;
  }

  /** Whether one is below another, however far; a circle of managers is gone round once. */
  public boolean reportsTo(String userId, String managerId) {
    Set<String> passed = new HashSet<>();
    Person at = byId.get(userId);
    while (at != null && passed.add(at.userId())) {
      String above = at.managerId();
      if (above == null) {
        return false;
      }
      if (above.equals(managerId)) {
        return true;
      }
      at = byId.get(above);
    }
    return false;
  }
}
