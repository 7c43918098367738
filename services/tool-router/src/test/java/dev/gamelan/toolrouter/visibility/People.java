package dev.gamelan.toolrouter.visibility;

import dev.gamelan.toolrouter.visibility.mirror.CallAccess;
import dev.gamelan.toolrouter.visibility.mirror.CallAccess.Kind;
import dev.gamelan.toolrouter.visibility.mirror.Mirror;
import dev.gamelan.toolrouter.visibility.mirror.Person;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small company: cleo manages bob, who manages ann; dan is elsewhere; x and y manage each other.
 */
final class People {
  static final Instant READ_AT = Instant.parse("2026-05-01T10:00:00Z");

  private People() {}

  /** Everybody with the same access in workspace 1. */
  static Mirror with(Kind kind, String... teamLeads) {
    Map<String, List<CallAccess>> access =
        Map.of("1", List.of(new CallAccess(kind, Set.of(teamLeads))));
    return new Mirror(
        READ_AT,
        Set.of("1"),
        List.of(
            person("ann", "bob", access),
            person("bob", "cleo", access),
            person("cleo", null, access),
            person("dan", null, access),
            person("x", "y", access),
            person("y", "x", access)));
  }

  static Person person(String id, @Nullable String manager, Map<String, List<CallAccess>> access) {
    return new Person(id, Set.of(id + "@acme.com"), manager, true, access);
  }

  static Sight sight(Mirror mirror, String name) {
    Person person = mirror.find(name);
    if (person == null) {
      throw new IllegalArgumentException(name);
    }
    return new Sight(mirror, person);
  }

  static CallFacts call(@Nullable String owner) {
    return new CallFacts("c", owner, "1", false, Set.of());
  }

  static CallFacts privateCall(String owner, String... participants) {
    return new CallFacts("c", owner, "1", true, Set.of(participants));
  }
}
