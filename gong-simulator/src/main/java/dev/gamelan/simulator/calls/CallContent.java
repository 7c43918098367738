package dev.gamelan.simulator.calls;

import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.world.Call;
import dev.gamelan.simulator.world.Dice;
import dev.gamelan.simulator.world.Phrases;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What Gong heard in a call; each part only when it was asked for. */
record CallContent(
    @Nullable List<Length> structure,
    @Nullable List<TrackerCount> trackers,
    @Nullable List<Length> topics,
    @Nullable String brief,
    @Nullable List<Section> outline,
    @Nullable List<Highlight> highlights,
    @Nullable Outcome callOutcome,
    @Nullable List<Point> keyPoints) {
  private static final String ASKED = "contentSelector.exposedFields.content.";

  record Length(String name, long duration) {}

  record TrackerCount(
      String id,
      String name,
      int count,
      String type,
      @Nullable List<Occurrence> occurrences,
      List<Phrase> phrases) {}

  record Occurrence(double startTime, String speakerId) {}

  record Phrase(int count, @Nullable List<Occurrence> occurrences, String phrase) {}

  record Section(String section, double startTime, double duration, List<Item> items) {}

  record Item(String text, double startTime) {}

  record Highlight(String title, List<HighlightItem> items) {}

  record HighlightItem(String text, List<Double> startTimes) {}

  record Outcome(String id, String category, String name) {}

  record Point(String text) {}

  static @Nullable CallContent of(Call call, Fields asked, Phrases phrases, List<Heard> trackers) {
    if (!asked.has("contentSelector.exposedFields.content")) {
      return null;
    }
    var dice = new Dice(call.id().hashCode() + 1L);
    List<String> topics = phrases.topics(call);
    return new CallContent(
        when(asked, "structure", () -> lengths(topics, call, 1)),
        when(
            asked,
            "trackers",
            () -> trackers(trackers, call, asked.flag(ASKED + "trackerOccurrences"), dice)),
        when(asked, "topics", () -> lengths(topics, call, 2)),
        when(asked, "brief", () -> brief(call)),
        when(asked, "outline", () -> outline(call, topics, phrases, dice)),
        when(asked, "highlights", () -> highlights(call, phrases, dice)),
        when(asked, "callOutcome", () -> outcome(call)),
        when(asked, "keyPoints", () -> keyPoints(call, topics, phrases, dice)));
  }

  private static <T> @Nullable T when(Fields asked, String part, Supplier<T> made) {
    return asked.flag(ASKED + part) ? made.get() : null;
  }

  private static List<Length> lengths(List<String> topics, Call call, int share) {
    long each = call.metaData().duration() / topics.size() / share;
    return topics.stream().map(topic -> new Length(topic, each)).toList();
  }

  private static List<TrackerCount> trackers(
      List<Heard> trackers, Call call, boolean occurrences, Dice dice) {
    return trackers.stream()
        .map(
            tracker -> {
              List<Occurrence> heard = new ArrayList<>();
              for (int count = dice.between(0, 4); count > 0; count--) {
                double at = dice.between(0, (int) call.metaData().duration()) + 0.5;
                String speaker = call.parties().getFirst().speakerId();
                heard.add(new Occurrence(at, String.valueOf(speaker)));
              }
              List<Occurrence> shown = occurrences ? heard : null;
              var phrase = new Phrase(heard.size(), shown, tracker.phrase());
              return new TrackerCount(
                  tracker.id(),
                  tracker.name(),
                  heard.size(),
                  "KEYWORD",
                  shown,
                  heard.isEmpty() ? List.of() : List.of(phrase));
            })
        .toList();
  }

  /** A tracker and a phrase it listens for. */
  record Heard(String id, String name, String phrase) {}

  private static String brief(Call call) {
    var account = call.account();
    return account == null
        ? "The team went through its open deals and agreed who helps with which."
        : String.format(
            Locale.ROOT,
            "%s described how the process works today and what should change this year."
                + " Price, security and the rollout were discussed, and a next meeting agreed.",
            account.name());
  }

  /** About 1.6 KB a minute: the largest part of all. */
  private static List<Section> outline(Call call, List<String> topics, Phrases phrases, Dice dice) {
    double length = (double) call.metaData().duration() / topics.size();
    List<Section> sections = new ArrayList<>();
    for (String topic : topics) {
      double start = sections.size() * length;
      List<Item> items = new ArrayList<>();
      for (double at = 0; at < length; at += 5) {
        items.add(new Item(phrases.any(topic, call, dice), start + at));
      }
      sections.add(new Section(topic, start, length, items));
    }
    return sections;
  }

  private static List<Highlight> highlights(Call call, Phrases phrases, Dice dice) {
    double late = call.metaData().duration() * 0.9;
    return List.of(
        new Highlight(
            "Next steps",
            List.of(
                new HighlightItem(phrases.any("Next steps", call, dice), List.of(late)),
                new HighlightItem(phrases.any("Next steps", call, dice), List.of(late + 20)))));
  }

  private static Outcome outcome(Call call) {
    boolean phone = call.metaData().scheduled() == null;
    return new Outcome(phone ? "2" : "1", "ANSWERED", phone ? "Connected" : "Meeting held");
  }

  private static List<Point> keyPoints(Call call, List<String> topics, Phrases phrases, Dice dice) {
    return topics.stream().map(topic -> new Point(phrases.any(topic, call, dice))).toList();
  }
}
