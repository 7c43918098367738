package dev.gamelan.simulator.world;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scorecard filled in for one call. */
public record AnsweredScorecard(
    String answeredScorecardId,
    String scorecardId,
    String scorecardName,
    String callId,
    OffsetDateTime callStartTime,
    String reviewedUserId,
    @Nullable String reviewerUserId,
    String reviewMethod,
    @Nullable String editorUserId,
    OffsetDateTime reviewTime,
    String visibilityType,
    List<Answer> answers) {

  /** The answer to one question. */
  public record Answer(
      String questionId,
      String questionRevisionId,
      boolean isOverall,
      int score,
      @Nullable String answerText,
      boolean notApplicable,
      List<String> selectedOptions) {}

  /** About every third customer call was reviewed, a day or two after it. */
  static List<AnsweredScorecard> seeded(
      Dice dice, OffsetDateTime now, Calls calls, List<Scorecard> scorecards, Users users) {
    List<AnsweredScorecard> answered = new ArrayList<>();
    for (Call call : calls.all()) {
      String host = call.metaData().primaryUserId();
      OffsetDateTime reviewed = call.metaData().started().plusHours(dice.between(20, 50));
      if (call.account() != null && host != null && dice.chance(0.45) && reviewed.isBefore(now)) {
        Scorecard scorecard = dice.pick(scorecards);
        boolean manual = scorecard.reviewMethod().equals("MANUAL");
        String reviewer = manual ? users.find(host).map(User::managerId).orElse(null) : null;
        answered.add(
            new AnsweredScorecard(
                dice.id(),
                scorecard.scorecardId(),
                scorecard.scorecardName(),
                call.id(),
                call.metaData().started(),
                host,
                reviewer,
                scorecard.reviewMethod(),
                reviewer,
                reviewed,
                "PUBLIC",
                scorecard.questions().stream().map(question -> answer(question, dice)).toList()));
      }
    }
    return List.copyOf(answered);
  }

  private static Answer answer(Scorecard.Question question, Dice dice) {
    return new Answer(
        question.questionId(),
        question.questionRevisionId(),
        question.isOverall(),
        dice.between(2, 5),
        null,
        false,
        List.of());
  }
}
