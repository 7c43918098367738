package dev.gamelan.simulator.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was said in each call, about a kilobyte a minute; made when first asked for, from the call's
 * id, so it is always the same.
 */
public final class Transcripts {
  private static final int LEAST = 20 * 1024 + 512;
  private static final int MOST = 44 * 1024;

  private final JsonMapper json = JsonMapper.shared();
  private final Map<String, String> made = new ConcurrentHashMap<>();
  private final Phrases phrases;

  Transcripts(Phrases phrases) {
    this.phrases = phrases;
  }

  /** A turn of one speaker. */
  public record Monologue(String speakerId, String topic, List<Sentence> sentences) {}

  /** One sentence, from and to in milliseconds of the call. */
  public record Sentence(long start, long end, String text) {}

  /** The JSON array of monologues. */
  public String json(Call call) {
    return made.computeIfAbsent(
        call.id(), id -> json.writeValueAsString(monologues(call, new Dice(id.hashCode()))));
  }

  private List<Monologue> monologues(Call call, Dice dice) {
    List<Call.Party> speakers =
        call.parties().stream().filter(party -> party.speakerId() != null).toList();
    List<String> topics = phrases.topics(call);
    long target = Math.clamp(call.metaData().duration() * 1024 / 60, LEAST, MOST);
    long length = call.metaData().duration() * 1000;
    List<Monologue> monologues = new ArrayList<>();
    Call.Party speaker = speakers.getFirst();
    String last = "";
    long written = 0;
    while (written < target) {
      String topic = topics.get((int) (written * topics.size() / target));
      List<Sentence> sentences = new ArrayList<>();
      written += 75;
      for (int count = dice.between(2, 6); count > 0 && written < target; count--) {
        String text = phrases.said(topic, speaker.isInternal(), call, dice);
        if (!text.equals(last)) {
          long start = length * written / target;
          written += text.length() + 42;
          long end = Math.min(length, length * written / target - 1);
          sentences.add(new Sentence(start, end, text));
          last = text;
        }
      }
      if (!sentences.isEmpty()) {
        String id = Objects.requireNonNull(speaker.speakerId());
        monologues.add(new Monologue(id, topic, sentences));
      }
      speaker = next(speakers, speaker, dice);
    }
    return monologues;
  }

  private static Call.Party next(List<Call.Party> speakers, Call.Party now, Dice dice) {
    List<Call.Party> others = speakers.stream().filter(party -> party != now).toList();
    return others.isEmpty() ? now : dice.pick(others);
  }
}
