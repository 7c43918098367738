package dev.gamelan.gongcaller.cache;

import dev.gamelan.gongcaller.seal.PassingKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one connection, under a key that exists nowhere else. Guarded by {@link
 * AnswerCache}.
 */
final class Shelf {
  private final long generation;
  private final PassingKey key = new PassingKey();
  private final LinkedHashMap<String, KeptAnswer> answers = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, String> lists = new HashMap<>();
  private long bytes;

  /**
   * @param generation of the credentials that Gong was asked with: what others may see is not
   *     theirs
   */
  Shelf(long generation) {
    this.generation = generation;
  }

  boolean isOf(long otherGeneration) {
    return generation == otherGeneration;
  }

  PassingKey key() {
    return key;
  }

  void put(String question, KeptAnswer answer) {
    remove(question);
    answers.put(question, answer);
    answer.items().forEach(item -> lists.put(item, question));
    bytes += answer.weight();
  }

  @Nullable KeptAnswer get(String question) {
    return answers.get(question);
  }

  void remove(String question) {
    KeptAnswer gone = answers.remove(question);
    if (gone != null) {
      gone.items().forEach(item -> lists.remove(item, question));
      bytes -= gone.weight();
    }
  }

  /** The question with whose answer this was listed last, if that is here. */
  @Nullable String listWith(String item) {
    return lists.get(item);
  }

  /** Removes what was not asked for longest. */
  void removeOldest() {
    var eldest = answers.firstEntry();
    if (eldest != null) {
      remove(eldest.getKey());
    }
  }

  boolean isEmpty() {
    return answers.isEmpty();
  }

  long bytes() {
    return bytes;
  }
}
