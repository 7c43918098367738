package dev.gamelan.simulator.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a phone call can end. */
record CallOutcome(
    String callOutcome,
    int displayOrder,
    String connectStatus,
    String sentiment,
    String todoAction,
    @Nullable String automation,
    String category) {

  record All(List<CallOutcome> outcomes) {}

  static All all() {
    return new All(
        List.of(
            answered("Connected", 1, "NEUTRAL", "COMPLETE"),
            answered("Meeting booked", 2, "POSITIVE", "COMPLETE_AND_REMOVE"),
            answered("Call back", 3, "NEUTRAL", "COMPLETE"),
            answered("Not interested", 4, "NEGATIVE", "COMPLETE_AND_REMOVE"),
            new CallOutcome(
                "Do not call again",
                5,
                "CONNECTED",
                "NEGATIVE",
                "COMPLETE_AND_REMOVE",
                "MARK_AS_OPT_OUT",
                "ANSWERED"),
            unanswered("Left voicemail", 6),
            unanswered("No answer", 7),
            unanswered("Wrong number", 8)));
  }

  private static CallOutcome answered(String name, int order, String sentiment, String todo) {
    return new CallOutcome(name, order, "CONNECTED", sentiment, todo, null, "ANSWERED");
  }

  private static CallOutcome unanswered(String name, int order) {
    return new CallOutcome(
        name, order, "NOT_CONNECTED", "NEUTRAL", "COMPLETE", null, "NOT_ANSWERED");
  }
}
