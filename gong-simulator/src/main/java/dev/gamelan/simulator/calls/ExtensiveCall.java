package dev.gamelan.simulator.calls;

import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.world.Call;
import dev.gamelan.simulator.world.Dice;
import dev.gamelan.simulator.world.World;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call with as much as was asked for. */
record ExtensiveCall(
    Call.MetaData metaData,
    @Nullable List<CallContext> context,
    @Nullable List<Party> parties,
    @Nullable CallContent content,
    @Nullable CallInteraction interaction,
    @Nullable Collaboration collaboration,
    @Nullable Media media) {
  private static final String ASKED = "contentSelector.exposedFields.";

  record Party(
      String id,
      @Nullable String emailAddress,
      @Nullable String name,
      @Nullable String title,
      @Nullable String userId,
      @Nullable String speakerId,
      List<CallContext> context,
      String affiliation,
      @Nullable String phoneNumber,
      List<String> methods) {}

  record Collaboration(List<Comment> publicComments) {}

  record Comment(
      String id,
      float audioStartTime,
      float audioEndTime,
      String commenterUserId,
      String comment,
      OffsetDateTime posted,
      boolean duringCall) {}

  record Media(String audioUrl, @Nullable String videoUrl) {}

  static ExtensiveCall of(Call call, Fields asked, World world, List<CallContent.Heard> trackers) {
    String context = asked.text("contentSelector.context").orElse("None");
    List<String> timings = asked.texts("contentSelector.contextTiming");
    var depth =
        new CallContext.Depth(
            context.equals("Extended"), timings.isEmpty() ? List.of("Now") : timings);
    boolean withContext = !context.equals("None");
    return new ExtensiveCall(
        call.metaData(),
        withContext ? CallContext.of(call, depth) : null,
        asked.flag(ASKED + "parties")
            ? call.parties().stream().map(party -> party(party, withContext, depth)).toList()
            : null,
        CallContent.of(call, asked, world.phrases(), trackers),
        CallInteraction.of(call, asked),
        asked.flag(ASKED + "collaboration.publicComments") ? comments(call, world) : null,
        asked.flag(ASKED + "media") ? media(call, world) : null);
  }

  private static Party party(Call.Party party, boolean withContext, CallContext.Depth depth) {
    return new Party(
        party.id(),
        party.emailAddress(),
        party.name(),
        party.title(),
        party.userId(),
        party.speakerId(),
        withContext ? CallContext.of(party, depth) : List.of(),
        party.affiliation(),
        party.phoneNumber(),
        party.methods());
  }

  private static Collaboration comments(Call call, World world) {
    var dice = new Dice(call.id().hashCode() + 3L);
    if (dice.chance(0.6)) {
      return new Collaboration(List.of());
    }
    float start = dice.between(60, 600);
    return new Collaboration(
        List.of(
            new Comment(
                dice.id(),
                start,
                start + 15,
                dice.pick(world.users().all()).id(),
                dice.pick(
                    List.of("Great question here.", "We should have named the price earlier.")),
                call.metaData().started().plusDays(1).withNano(0),
                false)));
  }

  /** The links are good for eight hours. */
  private static Media media(Call call, World world) {
    String link =
        "https://media.gong.example/"
            + call.id()
            + "?expires="
            + world.now().plusHours(8).toEpochSecond();
    boolean video = call.metaData().media().equals("Video");
    return new Media(link + "&kind=audio", video ? link + "&kind=video" : null);
  }
}
