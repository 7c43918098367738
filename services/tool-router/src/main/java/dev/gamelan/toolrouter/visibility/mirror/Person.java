package dev.gamelan.toolrouter.visibility.mirror;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user of Gong.
 *
 * @param emails in lower case
 * @param managerId null where nobody is above them
 * @param access by workspace; nothing in those that are not named
 */
public record Person(
    String userId,
    Set<String> emails,
    @Nullable String managerId,
    boolean active,
    Map<String, List<CallAccess>> access) {
  public Person {
    emails = Set.copyOf(emails);
    access = Map.copyOf(access);
  }
}
