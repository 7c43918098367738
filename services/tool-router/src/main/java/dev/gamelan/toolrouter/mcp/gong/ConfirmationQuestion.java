package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.mcp.offer.ClientAnswer;
import dev.gamelan.toolrouter.mcp.offer.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says in plain words what will be done to what. The arguments were written by a model, perhaps
 * after someone else's text: they stand in quotes, on one line, cut where they are long.
 */
final class ConfirmationQuestion {
  private static final String YES = "confirm";
  private static final int MOST_SHOWN = 12;
  private static final int LONGEST_SHOWN = 120;
  private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

  private ConfirmationQuestion() {}

  /**
   * @param why what policies say of it; empty where they do not want the question
   */
  static Question of(Tool tool, @Nullable JsonNode arguments, String connection, List<String> why) {
    List<String> shown = new ArrayList<>();
    int more = 0;
    if (arguments instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> argument : object.properties()) {
        if (shown.size() < MOST_SHOWN) {
          shown.add(argument.getKey() + " " + shown(argument.getValue()));
        } else {
          more++;
        }
      }
    }
    if (more > 0) {
      shown.add("and %d more".formatted(more));
    }
    String message =
        "%s (%s) at Gong, connection %s%s.%s%s Go ahead?"
            .formatted(
                tool.title(),
                tool.name(),
                connection,
                shown.isEmpty() ? "" : ", with " + String.join(", ", shown),
                switch (tool.effect()) {
                  case READ -> "";
                  case WRITE -> " This changes something there.";
                  case DELETE, UNKNOWN -> " This cannot be taken back.";
                },
                why.isEmpty() ? "" : " " + String.join(" ", why));
    return new Question.Elicitation(message, form());
  }

  private static String shown(JsonNode value) {
    String text = value.isString() ? value.stringValue() : value.toString();
    String line = NOT_SHOWN.matcher(text).replaceAll(" ").replace('"', '\'');
    return line.length() <= LONGEST_SHOWN
        ? "\"" + line + "\""
        : "\"%s\" and %,d characters more"
            .formatted(line.substring(0, LONGEST_SHOWN), line.length() - LONGEST_SHOWN);
  }

  private static ObjectNode form() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema
        .putObject("properties")
        .putObject(YES)
        .put("type", "boolean")
        .put("title", "Yes, do this")
        .put("description", "Nothing is done without it.");
    schema.putArray("required").add(YES);
    return schema;
  }

  static boolean isYes(@Nullable ClientAnswer answer) {
    return answer instanceof ClientAnswer.Accepted(var content)
        && content.path(YES).isBoolean()
        && content.path(YES).booleanValue();
  }
}
