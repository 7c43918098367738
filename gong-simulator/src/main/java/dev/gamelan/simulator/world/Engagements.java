package dev.gamelan.simulator.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What other systems reported about outsiders. */
public final class Engagements {
  private final List<Engagement> all = new ArrayList<>();
  private final Set<String> eventIds = new HashSet<>();

  /** One thing somebody did; emails are those of all outsiders it names. */
  public record Engagement(
      String eventType,
      String timestamp,
      @Nullable String contentId,
      @Nullable String contentUrl,
      @Nullable String reportingSystem,
      @Nullable String eventName,
      @Nullable String sourceEventId,
      Set<String> emails) {}

  /** False when an event with the same id was reported before. */
  public boolean add(Engagement engagement) {
    String id = engagement.sourceEventId();
    return (id == null || eventIds.add(id)) && all.add(engagement);
  }

  public List<Engagement> of(String email) {
    String wanted = email.toLowerCase(Locale.ROOT);
    return all.stream().filter(engagement -> engagement.emails().contains(wanted)).toList();
  }

  public void erase(String email) {
    all.removeAll(of(email));
  }
}
