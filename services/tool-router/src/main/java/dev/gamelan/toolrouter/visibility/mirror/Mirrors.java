package dev.gamelan.toolrouter.visibility.mirror;

import dev.gamelan.schemas.MirroredPerson;
import dev.gamelan.schemas.MirroredProfile;
import dev.gamelan.schemas.VisibilityMirrored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** What was last read of each company's Gong, by whichever instance. */
@Component
public final class Mirrors {
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  private record Held(VisibilityMirrored record, Optional<Mirror> mirror) {}

  /** One that is older than what is here changes nothing. */
  public void replay(VisibilityMirrored record) {
    Held now = new Held(record, mirror(record));
    held.merge(
        record.getConnection(),
        now,
        (before, after) ->
            after.record().getTriedAt().isBefore(before.record().getTriedAt()) ? before : after);
  }

  /** Empty where nothing was read yet. */
  public Optional<Mirror> find(String connection) {
    Held found = held.get(connection);
    return found == null ? Optional.empty() : found.mirror();
  }

  /** How the last trial went; empty where there was none yet. */
  public Optional<VisibilityMirrored> last(String connection) {
    return Optional.ofNullable(held.get(connection)).map(Held::record);
  }

  private static Optional<Mirror> mirror(VisibilityMirrored record) {
    Instant readAt = record.getReadAt();
    if (readAt == null) {
      return Optional.empty();
    }
    Map<String, MirroredProfile> profiles = new HashMap<>();
    record.getProfiles().forEach(profile -> profiles.put(profile.getId(), profile));
    return Optional.of(
        new Mirror(
            readAt,
            new HashSet<>(record.getWorkspaces()),
            record.getPeople().stream().map(person -> person(person, profiles)).toList()));
  }

  private static Person person(MirroredPerson mirrored, Map<String, MirroredProfile> profiles) {
    Map<String, List<CallAccess>> access = new HashMap<>();
    for (String id : mirrored.getProfiles()) {
      MirroredProfile profile = profiles.get(id);
      if (profile != null) {
        access
            .computeIfAbsent(profile.getWorkspace(), first -> new ArrayList<>())
            .add(
                new CallAccess(
                    CallAccess.Kind.of(profile.getCalls()), new HashSet<>(profile.getTeamLeads())));
      }
    }
    return new Person(
        mirrored.getUserId(),
        new HashSet<>(mirrored.getEmails()),
        mirrored.getManager(),
        mirrored.getActive(),
        access);
  }
}
