package dev.gamelan.toolrouter.mcp.gong;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One call as a page to read: who met whom when, and what came of it. */
final class CallCard {
  private CallCard() {}

  /** What to ask gong_list_calls_extensive for. */
  static ObjectNode arguments(String callId) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.putObject("filter").putArray("callIds").add(callId);
    ObjectNode exposed = arguments.putObject("contentSelector").putObject("exposedFields");
    exposed.put("parties", true);
    exposed
        .putObject("content")
        .put("brief", true)
        .put("keyPoints", true)
        .put("topics", true)
        .put("trackers", true)
        .put("callOutcome", true);
    return arguments;
  }

  static String text(JsonNode call) {
    JsonNode meta = call.path("metaData");
    JsonNode content = call.path("content");
    List<String> lines = new ArrayList<>();
    lines.add("# " + meta.path("title").asString("A call without a title"));
    lines.add("");
    line(lines, "When", meta.path("started").asString(""));
    line(lines, "Length", length(meta.path("duration")));
    line(lines, "Direction", meta.path("direction").asString(""));
    line(lines, "Scope", meta.path("scope").asString(""));
    line(lines, "Purpose", meta.path("purpose").asString(""));
    line(lines, "Private", meta.path("isPrivate").asBoolean(false) ? "yes" : "");
    line(lines, "Outcome", content.path("callOutcome").path("name").asString(""));
    line(lines, "Gong", meta.path("url").asString(""));
    line(lines, "Call id", meta.path("id").asString(""));
    section(lines, "Who was there", call.path("parties").valueStream().map(CallCard::party));
    if (!content.path("brief").asString("").isBlank()) {
      lines.add("");
      lines.add("## In short");
      lines.add(content.path("brief").asString(""));
    }
    section(
        lines,
        "Key points",
        content.path("keyPoints").valueStream().map(point -> point.path("text").asString("")));
    section(
        lines,
        "Topics",
        content
            .path("topics")
            .valueStream()
            .filter(topic -> topic.path("duration").asLong(0) > 0)
            .map(topic -> topic.path("name").asString("") + ", " + length(topic.path("duration"))));
    section(
        lines,
        "Trackers",
        content
            .path("trackers")
            .valueStream()
            .filter(tracker -> tracker.path("count").asLong(0) > 0)
            .map(
                tracker ->
                    "%s, %d times"
                        .formatted(
                            tracker.path("name").asString(""), tracker.path("count").asLong(0))));
    return String.join("\n", lines) + "\n";
  }

  private static String party(JsonNode party) {
    List<String> parts = new ArrayList<>();
    parts.add(nameOf(party));
    for (String field : List.of("title", "emailAddress", "affiliation")) {
      String value = party.path(field).asString("");
      if (!value.isBlank() && !value.equals("Unknown") && !parts.contains(value)) {
        parts.add(value.equals("Internal") ? "us" : value.equals("External") ? "them" : value);
      }
    }
    String userId = party.path("userId").asString("");
    if (!userId.isBlank()) {
      parts.add("user " + userId);
    }
    return String.join(", ", parts);
  }

  static String nameOf(JsonNode party) {
    String name = party.path("name").asString("");
    String email = party.path("emailAddress").asString("");
    return !name.isBlank() ? name : !email.isBlank() ? email : "Somebody";
  }

  static ArrayNode partiesOf(JsonNode call) {
    return call.path("parties") instanceof ArrayNode parties
        ? parties
        : JsonNodeFactory.instance.arrayNode();
  }

  private static void line(List<String> lines, String name, String value) {
    if (!value.isBlank()) {
      lines.add("- %s: %s".formatted(name, value));
    }
  }

  private static void section(List<String> lines, String title, Stream<String> entries) {
    List<String> written = entries.filter(entry -> !entry.isBlank()).toList();
    if (!written.isEmpty()) {
      lines.add("");
      lines.add("## " + title);
      written.forEach(entry -> lines.add("- " + entry));
    }
  }

  private static String length(JsonNode seconds) {
    long all = seconds.asLong(0);
    return all <= 0 ? "" : "%d:%02d min".formatted(all / 60, all % 60);
  }
}
