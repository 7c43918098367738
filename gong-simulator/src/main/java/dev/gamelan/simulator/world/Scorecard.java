package dev.gamelan.simulator.world;

import java.time.OffsetDateTime;
import java.util.List;

/**
 * A form by which calls are reviewed. Ids and ranges are texts, as the server was seen to write.
 */
public record Scorecard(
    String scorecardId,
    String scorecardName,
    String workspaceId,
    boolean enabled,
    String updaterUserId,
    OffsetDateTime created,
    OffsetDateTime updated,
    String reviewMethod,
    List<Question> questions) {

  /** One question of the form. */
  public record Question(
      String questionId,
      String questionRevisionId,
      String questionText,
      boolean isOverall,
      String questionType,
      String answerGuide,
      String minRange,
      String maxRange,
      List<Option> answerOptions) {}

  /** One of the answers to choose from. */
  public record Option(String id, String text) {}

  private static final List<List<String>> SEEDS =
      List.of(
          List.of("Discovery quality", "Did we learn why now?", "Did we learn who decides?"),
          List.of("Demo", "Was the demo about the customer?", "Were questions answered?"),
          List.of("Negotiation", "Was the price defended?", "Was a next step agreed?"),
          List.of("Onboarding check-in", "Were goals reviewed?", "Was usage discussed?"));

  static List<Scorecard> seeded(
      Dice dice, OffsetDateTime now, List<Workspace> workspaces, Users users) {
    return SEEDS.stream()
        .map(
            seed ->
                new Scorecard(
                    dice.id(),
                    seed.getFirst(),
                    workspaces.get(seed.getFirst().startsWith("Onboarding") ? 1 : 0).id(),
                    true,
                    seed.getFirst().equals("Demo") ? "-1" : dice.pick(users.inRole("manager")).id(),
                    now.minusDays(400).withNano(0),
                    now.minusDays(dice.between(20, 300)).withNano(0),
                    seed.getFirst().equals("Demo") ? "AUTOMATIC" : "MANUAL",
                    List.of(
                        question("How good was the call overall?", true, dice),
                        question(seed.get(1), false, dice),
                        question(seed.get(2), false, dice))))
        .toList();
  }

  private static Question question(String text, boolean overall, Dice dice) {
    return new Question(
        dice.id(),
        dice.id(),
        text,
        overall,
        "RANGE",
        "5 is as good as it gets, 1 means it did not happen",
        "1",
        "5",
        List.of());
  }
}
