package dev.gamelan.gongcaller.sharing;

import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.schemas.GongRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The questions that one request asks, and how its answer is taken apart. The ids of all questions
 * stand in one list in which each question's own have the order it gave them: so each gets its
 * items in the order it would have got alone, whether Gong answers in the order of the ids or in
 * one of its own.
 *
 * <p>These are Gong's answers as they came. No answer that was filtered for a caller ever gets
 * here.
 */
public final class Batch {
  private final GongRequest own;
  private final Question.@Nullable Listed kind;
  private final Map<String, Question> questions = new LinkedHashMap<>();
  private List<String> ids;

  /**
   * @param own what the first call would ask alone
   */
  public Batch(Question first, GongRequest own) {
    this.own = own;
    this.kind = first.listed();
    this.ids = kind == null ? List.of() : kind.ids();
    questions.put(first.same(), first);
  }

  /** True where the request is for this question as well from now on. */
  public boolean join(Question other) {
    if (asks(other)) {
      return true;
    }
    List<String> all = withIdsOf(other);
    if (all == null) {
      return false;
    }
    ids = all;
    questions.put(other.same(), other);
    return true;
  }

  /** Whether it asks exactly this. */
  public boolean asks(Question question) {
    return questions.containsKey(question.same());
  }

  private @Nullable List<String> withIdsOf(Question other) {
    if (kind == null || other.listed() == null || !kind.kind().equals(other.kind())) {
      return null;
    }
    List<String> all = new ArrayList<>(ids);
    int after = 0;
    for (String id : other.listed().ids()) {
      int known = all.indexOf(id);
      if (known < 0) {
        all.add(after++, id);
      } else if (known < after) {
        return null;
      } else {
        after = known + 1;
      }
    }
    return all.size() <= kind.form().most() ? all : null;
  }

  /** Whether it is for more than one question. */
  public boolean isMerged() {
    return questions.size() > 1;
  }

  public GongRequest request() {
    return kind != null && isMerged() ? Question.merged(kind, ids) : own;
  }

  /** What each question, by {@link Question#same}, gets of what came of the request. */
  public Map<String, Part> apart(GongAnswer answer) {
    if (kind == null || !isMerged()) {
      return all(new Part.Answer(answer));
    }
    return switch (answer) {
      case GongAnswer.Responded responded ->
          responded.status() / 100 == 2 ? found(kind, responded) : refused(kind, responded);
      case GongAnswer.TooLarge tooLarge -> halves();
      case GongAnswer.NoResponse none -> all(new Part.Answer(none));
      case GongAnswer.BrokenOff none -> all(new Part.Answer(none));
      case GongAnswer.NotConnected none -> all(new Part.Answer(none));
    };
  }

  private Map<String, Part> found(Question.Listed kind, GongAnswer.Responded responded) {
    ListAnswer list = ListAnswer.read(kind.form().items(), responded.body()).orElse(null);
    if (list == null || !list.isFor(ids)) {
      return all(new Part.Alone());
    }
    Map<String, Part> parts = new HashMap<>();
    questions.forEach(
        (same, question) -> {
          Question.Listed listed = question.listed();
          byte[] body =
              listed == null
                  ? null
                  : listed.alone()
                      ? list.one(listed.ids().getFirst(), kind.form().alone())
                      : list.of(listed.ids());
          parts.put(
              same, body == null ? new Part.Alone() : new Part.Answer(responded.withBody(body)));
        });
    return parts;
  }

  private Map<String, Part> refused(Question.Listed kind, GongAnswer.Responded responded) {
    return switch (responded.status()) {
      // One id too many, too strange or too unknown: whose, is to be found out.
      case 400, 413, 414, 422 -> halves();
      case 404 -> kind.form().items().paged() ? nothingFound(responded) : halves();
      case 401 -> responded.lacksScope() ? listsOnly(responded) : all(new Part.Answer(responded));
      case 403 -> listsOnly(responded);
      default -> all(new Part.Answer(responded));
    };
  }

  /** Where nothing is found for all ids, nothing is found for some of them. */
  private Map<String, Part> nothingFound(GongAnswer.Responded responded) {
    return listsOnly(responded);
  }

  /** Questions that would have gone another way alone do so. */
  private Map<String, Part> listsOnly(GongAnswer.Responded responded) {
    Map<String, Part> parts = new HashMap<>();
    questions.forEach(
        (same, question) ->
            parts.put(
                same,
                question.listed() != null && question.listed().alone()
                    ? new Part.Alone()
                    : new Part.Answer(responded)));
    return parts;
  }

  private Map<String, Part> halves() {
    Map<String, Part> parts = new HashMap<>();
    int count = 0;
    for (String same : questions.keySet()) {
      parts.put(same, new Part.Half(count++ < (questions.size() + 1) / 2));
    }
    return parts;
  }

  private Map<String, Part> all(Part part) {
    Map<String, Part> parts = new HashMap<>();
    questions.keySet().forEach(same -> parts.put(same, part));
    return parts;
  }
}
