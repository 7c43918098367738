package dev.gamelan.toolrouter.policy;

import dev.gamelan.toolrouter.policy.builtin.BuiltIns;
import dev.gamelan.toolrouter.policy.cel.Compiled;
import dev.gamelan.toolrouter.policy.cel.Expression;
import dev.gamelan.toolrouter.policy.cel.Expressions;
import dev.gamelan.toolrouter.policy.facts.Action;
import dev.gamelan.toolrouter.policy.facts.When;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads policies as they are written, and says what is wrong with those that are none. */
public final class PolicyReader {
  public static final int USUAL_PRIORITY = 500;
  private static final int HIGHEST = 1_000;
  private static final int LONGEST_TEXT = 500;
  private static final Set<String> FIELDS =
      new TreeSet<>(
          Set.of(
              "title",
              "when",
              "priority",
              "condition",
              "action",
              "mode",
              "reason",
              "change",
              "builtIn"));

  private final Expressions expressions = new Expressions();
  private final JsonMapper json = new JsonMapper();

  /** Whether a document is a policy. */
  public sealed interface Read {
    record Ok(Policy policy) implements Read {}

    /**
     * It is none.
     *
     * @param sentence what was expected, and where
     */
    record Wrong(String sentence) implements Read {}
  }

  /** As somebody wants to write it: what means nothing is refused. */
  public Read read(String name, JsonNode document) {
    return read(name, document, true);
  }

  /**
   * As it stands in the topic. One that cannot be read fails whenever it is asked, so that it
   * refuses what it concerns.
   */
  public List<Policy> stored(String name, String document) {
    JsonNode parsed;
    try {
      parsed = json.readTree(document);
    } catch (JacksonException notJson) {
      return unreadable(name, json.nullNode(), "it is not JSON");
    }
    return switch (read(name, parsed, false)) {
      case Read.Ok(var policy) -> List.of(policy);
      case Read.Wrong(var why) -> unreadable(name, parsed, why);
    };
  }

  private static List<Policy> unreadable(String name, JsonNode document, String why) {
    When stated = word(document.path("when"), When.class);
    boolean enforced = !document.path("mode").asString("").equals("SHADOW");
    int priority = document.path("priority").asInt(USUAL_PRIORITY);
    return Arrays.stream(When.values())
        .filter(when -> stated == null || stated == when)
        .map(
            when ->
                new Policy(name, name, when, priority, enforced, new Policy.Rule.Unreadable(why)))
        .toList();
  }

  private Read read(String name, JsonNode document, boolean strict) {
    try {
      return new Read.Ok(policy(name, document, strict));
    } catch (WrongPolicyException wrong) {
      return new Read.Wrong(String.valueOf(wrong.getMessage()));
    }
  }

  private Policy policy(String name, JsonNode document, boolean strict) {
    if (!document.isObject()) {
      throw new WrongPolicyException("A policy must be a JSON object.");
    }
    if (strict) {
      refuseOthers(document);
    }
    JsonNode priority = document.path("priority");
    if (!priority.isMissingNode()
        && !(priority.isInt() && priority.intValue() >= 0 && priority.intValue() <= HIGHEST)) {
      throw new WrongPolicyException("priority must be a whole number from 0 to 1000.");
    }
    JsonNode mode = document.path("mode");
    if (!mode.isMissingNode() && !List.of("ENFORCE", "SHADOW").contains(mode.asString(""))) {
      throw new WrongPolicyException("mode must be ENFORCE or SHADOW.");
    }
    Action action = oneOf(document, "action", Action.class);
    When when = oneOf(document, "when", When.class);
    String title = text(document, "title");
    JsonNode builtIn = document.path("builtIn");
    Head head =
        new Head(
            name,
            title.isEmpty() ? name : title,
            priority.asInt(USUAL_PRIORITY),
            !mode.asString("").equals("SHADOW"),
            text(document, "reason"));
    if (!builtIn.isMissingNode()) {
      return ready(head, document, when, action, builtIn, strict);
    }
    if (when == null || action == null) {
      throw new WrongPolicyException(
          "when (BEFORE or AFTER) and action (ALLOW, DENY, MUTATE or CONFIRM) are needed where"
              + " there is no builtIn.");
    }
    return written(head, document, when, action);
  }

  private record Head(String name, String title, int priority, boolean enforced, String reason) {
    Policy with(When when, Policy.Rule rule) {
      return new Policy(name, title, when, priority, enforced, rule);
    }
  }

  private Policy ready(
      Head head,
      JsonNode document,
      @Nullable When when,
      @Nullable Action action,
      JsonNode builtIn,
      boolean strict) {
    if (document.has("change")) {
      throw new WrongPolicyException("change does not go with a builtIn, which brings its own.");
    }
    return switch (BuiltIns.read(builtIn, action, strict)) {
      case BuiltIns.Read.Wrong(var sentence) -> throw new WrongPolicyException(sentence + ".");
      case BuiltIns.Read.Ok(var ready) -> {
        if (when != null && when != ready.when()) {
          throw new WrongPolicyException(
              "when must be %s with this built-in, or be left out.".formatted(ready.when()));
        }
        yield head.with(
            ready.when(),
            new Policy.Rule.Ready(condition(document, ready.when()), ready, head.reason()));
      }
    };
  }

  private Policy written(Head head, JsonNode document, When when, Action action) {
    Expression condition = condition(document, when);
    if (action == Action.MUTATE) {
      JsonNode change = document.path("change");
      if (!change.isString()) {
        throw new WrongPolicyException(
            "MUTATE needs change, an expression such as {'workspaceId': '123'}, or a builtIn.");
      }
      return head.with(
          when,
          new Policy.Rule.Change(
              condition, compiled("change", expressions.change(change.stringValue(), when))));
    }
    if (document.has("change")) {
      throw new WrongPolicyException("change goes with MUTATE alone.");
    }
    if (action == Action.CONFIRM && when == When.AFTER) {
      throw new WrongPolicyException(
          "CONFIRM is for BEFORE: after the call it is too late to ask.");
    }
    if (action != Action.ALLOW && head.reason().isEmpty()) {
      throw new WrongPolicyException(
          "%s needs a reason: a sentence for the caller.".formatted(action));
    }
    return head.with(when, new Policy.Rule.Plain(condition, action, head.reason()));
  }

  private Expression condition(JsonNode document, When when) {
    JsonNode condition = document.path("condition");
    if (!condition.isMissingNode() && !condition.isString()) {
      throw new WrongPolicyException("condition must be an expression in CEL, as a text.");
    }
    return compiled("condition", expressions.condition(condition.asString("true"), when));
  }

  private static Expression compiled(String field, Compiled compiled) {
    return switch (compiled) {
      case Compiled.Ok(var expression) -> expression;
      case Compiled.Wrong(var sentence) ->
          throw new WrongPolicyException("%s: %s.".formatted(field, sentence));
    };
  }

  private static void refuseOthers(JsonNode document) {
    for (String field : document.propertyNames()) {
      if (!FIELDS.contains(field)) {
        throw new WrongPolicyException(
            "A policy has no field '%s', only %s."
                .formatted(field.length() > 60 ? "…" : field, String.join(", ", FIELDS)));
      }
    }
  }

  private static String text(JsonNode document, String field) {
    JsonNode text = document.path(field);
    if (text.isMissingNode()) {
      return "";
    }
    if (!text.isString() || text.stringValue().length() > LONGEST_TEXT) {
      throw new WrongPolicyException(
          "%s must be a text of at most %d characters.".formatted(field, LONGEST_TEXT));
    }
    return text.stringValue().strip();
  }

  private static <E extends Enum<E>> @Nullable E oneOf(
      JsonNode document, String field, Class<E> words) {
    JsonNode given = document.path(field);
    E word = word(given, words);
    if (word == null && !given.isMissingNode()) {
      throw new WrongPolicyException(
          "%s must be one of %s."
              .formatted(
                  field,
                  String.join(
                      ", ", Arrays.stream(words.getEnumConstants()).map(Enum::name).toList())));
    }
    return word;
  }

  private static <E extends Enum<E>> @Nullable E word(JsonNode given, Class<E> words) {
    return Arrays.stream(words.getEnumConstants())
        .filter(word -> word.name().equals(given.asString("")))
        .findFirst()
        .orElse(null);
  }
}
