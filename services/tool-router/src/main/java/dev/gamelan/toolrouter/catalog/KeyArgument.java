package dev.gamelan.toolrouter.catalog;

import dev.gamelan.schemas.Effect;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one argument that is not Gong's: every tool that changes something takes it, to know a call
 * that is tried again. It is taken out before anything else is made of the arguments.
 */
public final class KeyArgument {
  public static final String NAME = "idempotency_key";

  /** What a key may be, in words. */
  public static final String FORM = "1 to 200 printable ASCII characters";

  private static final String PATTERN = "^[ -~]{1,200}$";
  private static final Pattern KEY = Pattern.compile(PATTERN);

  private KeyArgument() {}

  public static boolean isKey(String text) {
    return KEY.matcher(text).matches();
  }

  static boolean isTakenBy(Effect effect) {
    return effect != Effect.READ;
  }

  static ObjectNode schema() {
    ObjectNode schema =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "string")
            .put(
                "description",
                "A name of your own for this very change, so that it is made at most once: if no"
                    + " answer came, call again with the same key and the same arguments, and you"
                    + " are given the first result instead of a second change. Remembered for 24"
                    + " hours. Another change needs another key.")
            .put("pattern", PATTERN);
    schema.putArray("examples").add("7f3c1f0a-contact-import-row-12");
    return schema;
  }

  /** The key among a call's arguments; null where there is none, or none that could be one. */
  public static @Nullable String in(Tool tool, @Nullable JsonNode arguments) {
    JsonNode given =
        arguments instanceof ObjectNode object && isTakenBy(tool.effect())
            ? object.path(NAME)
            : JsonNodeFactory.instance.missingNode();
    String text = given.isValueNode() && !given.isNull() ? given.asString() : "";
    return isKey(text) ? text : null;
  }

  /** The arguments without it. */
  public static JsonNode without(JsonNode arguments) {
    return arguments instanceof ObjectNode object ? object.deepCopy().without(NAME) : arguments;
  }
}
