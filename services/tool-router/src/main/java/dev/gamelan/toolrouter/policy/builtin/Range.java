package dev.gamelan.toolrouter.policy.builtin;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two arguments that are a beginning and an end of the same form.
 *
 * @param within the argument in which both stand; empty at the top
 * @param inDays whether they are days rather than moments
 */
record Range(String within, String from, String to, boolean inDays) {
  /** All ranges that a tool takes, but for those that are about when people were added. */
  static List<Range> takenBy(JsonNode schema) {
    List<Range> ranges = new ArrayList<>(in("", schema));
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      ranges.addAll(in(field.getKey(), field.getValue()));
    }
    return ranges;
  }

  private static List<Range> in(String within, JsonNode schema) {
    List<Range> ranges = new ArrayList<>();
    JsonNode fields = schema.path("properties");
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String from = field.getKey();
      String to = from.replace("From", "To").replaceFirst("^from", "to");
      String format = field.getValue().path("format").asString("");
      if (!to.equals(from)
          && !from.startsWith("created")
          && format.startsWith("date")
          && fields.path(to).path("format").asString("").equals(format)) {
        ranges.add(new Range(within, from, to, format.equals("date")));
      }
    }
    return ranges;
  }

  private JsonNode place(JsonNode arguments) {
    return within.isEmpty() ? arguments : arguments.path(within);
  }

  boolean isGivenIn(JsonNode arguments) {
    return place(arguments).path(from).isString() || place(arguments).path(to).isString();
  }

  boolean standsBesideCallsIn(JsonNode arguments) {
    return !place(arguments).path("callIds").isEmpty();
  }

  /** Null where it has no beginning. */
  @Nullable Duration length(JsonNode arguments, Instant now) {
    Instant begins = moment(place(arguments).path(from));
    return begins == null ? null : Duration.between(begins, end(arguments, now));
  }

  private Instant end(JsonNode arguments, Instant now) {
    Instant ends = moment(place(arguments).path(to));
    return ends == null ? now : ends;
  }

  /** The same arguments with the last days of the range. */
  ObjectNode cut(ObjectNode arguments, int days, Instant now) {
    Instant begins = end(arguments, now).minus(Duration.ofDays(days));
    ObjectNode copy = arguments.deepCopy();
    ObjectNode place =
        within.isEmpty()
            ? copy
            : copy.get(within) instanceof ObjectNode there ? there : copy.putObject(within);
    place.put(
        from,
        inDays ? begins.atOffset(ZoneOffset.UTC).toLocalDate().toString() : begins.toString());
    return copy;
  }

  private static @Nullable Instant moment(JsonNode written) {
    String text = written.asString("");
    if (text.isEmpty()) {
      return null;
    }
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException other) {
      throw new IllegalArgumentException("a moment is written in a form that is not known here");
    }
  }
}
