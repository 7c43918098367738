package dev.gamelan.simulator.calls;

import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.world.Call;
import dev.gamelan.simulator.world.Dice;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who spoke how much, and who was seen. */
record CallInteraction(
    @Nullable List<Speaker> speakers,
    @Nullable List<Stat> interactionStats,
    @Nullable List<Video> video,
    @Nullable Questions questions) {
  private static final String ASKED = "contentSelector.exposedFields.interaction";

  record Speaker(String id, @Nullable String userId, double talkTime) {}

  record Stat(String name, double value) {}

  record Video(String name, float duration) {}

  record Questions(int companyCount, int nonCompanyCount) {}

  static @Nullable CallInteraction of(Call call, Fields asked) {
    if (!asked.has(ASKED)) {
      return null;
    }
    var dice = new Dice(call.id().hashCode() + 2L);
    double duration = call.metaData().duration();
    List<Call.Party> spoke =
        call.parties().stream().filter(party -> party.speakerId() != null).toList();
    List<Speaker> speakers =
        spoke.stream()
            .map(
                party ->
                    new Speaker(
                        String.valueOf(party.speakerId()),
                        party.userId(),
                        duration * (0.6 + dice.fraction() * 0.3) / spoke.size()))
            .toList();
    return new CallInteraction(
        when(asked, "speakers", () -> speakers),
        when(asked, "personInteractionStats", () -> stats(dice)),
        when(
            asked,
            "video",
            () ->
                List.of(
                    new Video("Browser", (float) (duration * 0.3)),
                    new Video("WebcamPrimaryUser", (float) (duration * 0.6)))),
        when(asked, "questions", () -> new Questions(dice.between(4, 22), dice.between(1, 15))));
  }

  static List<Stat> stats(Dice dice) {
    return List.of(
        new Stat("Talk Ratio", 0.3 + dice.fraction() * 0.4),
        new Stat("Longest Monologue", dice.between(30, 240)),
        new Stat("Longest Customer Story", dice.between(15, 180)),
        new Stat("Interactivity", dice.between(10, 90) / 10.0),
        new Stat("Patience", dice.between(2, 19) / 10.0));
  }

  private static <T> @Nullable T when(Fields asked, String part, Supplier<T> made) {
    return asked.flag(ASKED + '.' + part) ? made.get() : null;
  }
}
