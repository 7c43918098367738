package dev.gamelan.simulator.world;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.OffsetDateTime;
import java.util.List;

/** Words that Gong listens for. */
public record Tracker(
    String trackerId,
    String trackerName,
    String workspaceId,
    List<Keywords> languageKeywords,
    String affiliation,
    boolean partOfQuestion,
    String saidAt,
    int saidAtInterval,
    String saidAtUnit,
    List<String> saidInTopics,
    String filterQuery,
    OffsetDateTime created,
    String creatorUserId,
    OffsetDateTime updated,
    String updaterUserId) {

  /** The words in one language. */
  public record Keywords(String language, List<String> keywords, boolean includeRelatedForms) {}

  static List<Tracker> seeded(
      Dice dice, OffsetDateTime now, List<Workspace> workspaces, Users users) {
    return Tables.rows("trackers.tsv").stream()
        .map(
            row -> {
              String author = dice.pick(users.inRole("operations")).id();
              return new Tracker(
                  dice.id(),
                  row[0],
                  dice.pick(workspaces).id(),
                  List.of(new Keywords("eng", List.of(row[3].split("\\|")), true)),
                  row[1],
                  false,
                  row[2],
                  row[2].equals("Anytime") ? 0 : 5,
                  "minutes",
                  List.of(),
                  "",
                  now.minusDays(300).withNano(0),
                  author,
                  now.minusDays(dice.between(10, 200)).withNano(0),
                  author);
            })
        .toList();
  }

  @JsonIgnore
  public String firstKeyword() {
    return languageKeywords.getFirst().keywords().getFirst();
  }
}
