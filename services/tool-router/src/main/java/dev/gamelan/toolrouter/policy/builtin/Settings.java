package dev.gamelan.toolrouter.policy.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The settings of a built-in as they are written; what is wrong with them is said by name. */
final class Settings {
  private final JsonNode written;
  private final Set<String> known = new TreeSet<>(Set.of("kind"));

  Settings(JsonNode written) {
    this.written = written;
  }

  private JsonNode take(String name) {
    known.add(name);
    return written.path(name);
  }

  long wholeNumber(String name, long least, long most) {
    JsonNode value = take(name);
    if (!value.isIntegralNumber() || value.longValue() < least || value.longValue() > most) {
      throw new WrongSettingException(
          "builtIn.%s must be a whole number from %d to %d".formatted(name, least, most));
    }
    return value.longValue();
  }

  @Nullable String text(String name, int longest) {
    JsonNode value = take(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()
        || value.stringValue().isBlank()
        || value.stringValue().length() > longest) {
      throw new WrongSettingException(
          "builtIn.%s must be a text of at most %d characters".formatted(name, longest));
    }
    return value.stringValue();
  }

  String neededText(String name, int longest, String example) {
    String text = text(name, longest);
    if (text == null) {
      throw new WrongSettingException("builtIn.%s is missing, such as %s".formatted(name, example));
    }
    return text;
  }

  /** Empty where it is absent. */
  List<String> texts(String name, int most, int longest) {
    JsonNode value = take(name);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      if (element.isString()
          && !element.stringValue().isBlank()
          && element.stringValue().length() <= longest) {
        texts.add(element.stringValue());
      }
    }
    if (!value.isArray()
        || texts.size() != value.size()
        || value.size() > most
        || value.isEmpty()) {
      throw new WrongSettingException(
          "builtIn.%s must be a list of at most %d texts".formatted(name, most));
    }
    return texts;
  }

  /** What stands here is for nobody. */
  void refuseOthers() {
    for (String name : written.propertyNames()) {
      if (!known.contains(name)) {
        throw new WrongSettingException(
            "builtIn has the unknown setting '%s'; here there are %s"
                .formatted(name.length() > 60 ? "…" : name, String.join(", ", known)));
      }
    }
  }
}
