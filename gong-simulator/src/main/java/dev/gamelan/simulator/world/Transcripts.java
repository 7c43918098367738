package dev.gamelan.simulator.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was said in each call, about a kilobyte a minute; made when first asked for, from the call's
 * id, so it is always the same.
 */
public final class Transcripts {
  private static final int LEAST = 20 * 1024;
  private static final int MOST = 44 * 1024;

  private final JsonMapper json = JsonMapper.shared();
  private final Map<String, List<Line>> lines = new LinkedHashMap<>();
  private final Map<String, String> made = new ConcurrentHashMap<>();

  /** A turn of one speaker. */
  public record Monologue(String speakerId, String topic, List<Sentence> sentences) {}

  /** One sentence, from and to in milliseconds of the call. */
  public record Sentence(long start, long end, String text) {}

  private record Line(boolean internal, String text) {}

  Transcripts() {
    for (String line : Tables.lines("sentences.txt")) {
      String[] parts = line.split("\\|");
      lines
          .computeIfAbsent(parts[0], topic -> new ArrayList<>())
          .add(new Line(parts[1].equals("I"), parts[2]));
    }
  }

  /** The JSON array of monologues. */
  public String json(Call call) {
    return made.computeIfAbsent(
        call.id(), id -> json.writeValueAsString(monologues(call, new Dice(id.hashCode()))));
  }

  private List<Monologue> monologues(Call call, Dice dice) {
    List<Call.Party> speakers =
        call.parties().stream().filter(party -> party.speakerId() != null).toList();
    boolean internalOnly = call.account() == null;
    List<String> topics =
        internalOnly
            ? List.of("Small talk", "Review", "Next steps")
            : lines.keySet().stream().filter(topic -> !topic.equals("Review")).toList();
    long target = Math.clamp(call.metaData().duration() * 1024 / 60, LEAST + 512, MOST);
    long length = call.metaData().duration() * 1000;
    List<Monologue> monologues = new ArrayList<>();
    long written = 0;
    while (written < target) {
      String topic =
          topics.get((int) Math.min(topics.size() - 1, written * topics.size() / target));
      Call.Party speaker = dice.pick(speakers);
      List<Sentence> sentences = new ArrayList<>();
      written += 75;
      for (int count = dice.between(2, 6); count > 0 && written < target; count--) {
        String text = sentence(topic, speaker, internalOnly, call, dice);
        long start = length * written / target;
        written += text.length() + 42;
        sentences.add(new Sentence(start, Math.min(length, length * written / target - 1), text));
      }
      monologues.add(new Monologue(String.valueOf(speaker.speakerId()), topic, sentences));
    }
    return monologues;
  }

  private String sentence(
      String topic, Call.Party speaker, boolean internalOnly, Call call, Dice dice) {
    List<Line> all = lines.getOrDefault(topic, List.of());
    List<Line> fitting =
        all.stream()
            .filter(line -> internalOnly || line.internal() == speaker.isInternal())
            .toList();
    String text = dice.pick(fitting.isEmpty() ? all : fitting).text();
    Account account = call.account();
    return text.replace("{account}", account == null ? "Larkspur" : account.name())
        .replace("{industry}", account == null ? "logistics" : account.industry())
        .replace("{product}", dice.pick(List.of("Tidewater Flow", "Tidewater Insight")))
        .replace("{competitor}", dice.pick(List.of("Brassline", "Cobalt CRM", "Summitly")))
        .replace("{month}", dice.pick(List.of("January", "March", "June", "September")))
        .replace("{person}", dice.pick(List.of("Leticia", "Nadia", "Freya", "Aisha")))
        .replace("{number}", Integer.toString(dice.between(3, 60)));
  }
}
