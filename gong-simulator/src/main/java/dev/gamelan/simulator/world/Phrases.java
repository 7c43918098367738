package dev.gamelan.simulator.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people say in calls, by topic. */
public final class Phrases {
  private final Map<String, List<Line>> lines = new LinkedHashMap<>();

  private record Line(boolean internal, String text) {}

  Phrases() {
    for (String line : Tables.lines("sentences.txt")) {
      String[] parts = line.split("\\|");
      lines
          .computeIfAbsent(parts[0], topic -> new ArrayList<>())
          .add(new Line(parts[1].equals("I"), parts[2]));
    }
  }

  /** The topics of a call, in the order in which they come up. */
  public List<String> topics(Call call) {
    return call.account() == null
        ? List.of("Small talk", "Review", "Next steps")
        : lines.keySet().stream().filter(topic -> !topic.equals("Review")).toList();
  }

  public String any(String topic, Call call, Dice dice) {
    return filled(dice.pick(lines.getOrDefault(topic, List.of())).text(), call.account(), dice);
  }

  /** Something that somebody of that side would say; colleagues among themselves say anything. */
  String said(String topic, boolean internal, Call call, Dice dice) {
    List<Line> all = lines.getOrDefault(topic, List.of());
    List<Line> fitting =
        all.stream().filter(line -> call.account() == null || line.internal() == internal).toList();
    return filled(dice.pick(fitting.isEmpty() ? all : fitting).text(), call.account(), dice);
  }

  private static String filled(String text, @Nullable Account account, Dice dice) {
    return text.replace("{account}", account == null ? "Larkspur" : account.name())
        .replace("{industry}", account == null ? "logistics" : account.industry())
        .replace("{product}", dice.pick(List.of("Tidewater Flow", "Tidewater Insight")))
        .replace("{competitor}", dice.pick(List.of("Brassline", "Cobalt CRM", "Summitly")))
        .replace("{month}", dice.pick(List.of("January", "March", "June", "September")))
        .replace("{person}", dice.pick(List.of("Leticia", "Nadia", "Freya", "Aisha")))
        .replace("{number}", Integer.toString(dice.between(3, 60)));
  }
}
