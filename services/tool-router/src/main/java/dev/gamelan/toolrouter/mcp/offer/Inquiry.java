package dev.gamelan.toolrouter.mcp.offer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Questions asked together, each under a name of its own.
 *
 * @param assurance how sure it must be that the answers were given to these very questions
 */
public record Inquiry(Map<String, Question> questions, Assurance assurance) {
  /** What an answer has to prove. */
  public enum Assurance {
    /** Nothing: a client may bring the answer before it was asked. */
    NONE,
    /** This caller was asked this for this very request, not long ago. */
    ASKED,
    /** As asked, and the answer counts once, whichever instance it reaches. */
    ONCE
  }

  public Inquiry {
    questions = Collections.unmodifiableMap(new LinkedHashMap<>(questions));
  }

  public static Inquiry of(String name, Question question, Assurance assurance) {
    return new Inquiry(Map.of(name, question), assurance);
  }

  public Set<Question.Kind> kinds() {
    return questions.values().stream().map(Question::kind).collect(Collectors.toSet());
  }
}
