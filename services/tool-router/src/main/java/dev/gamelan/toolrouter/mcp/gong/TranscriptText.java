package dev.gamelan.toolrouter.mcp.gong;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was said in a call, as a script to read: Gong's transcript knows its speakers by number
 * only, and their names are with the call's parties.
 */
final class TranscriptText {
  private TranscriptText() {}

  /** What to ask gong_get_call_transcripts for. */
  static ObjectNode arguments(String callId) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.putObject("filter").putArray("callIds").add(callId);
    return arguments;
  }

  /** What to ask gong_list_calls_extensive for, to know who spoke. */
  static ObjectNode namesOf(String callId) {
    ObjectNode arguments = arguments(callId);
    arguments.putObject("contentSelector").putObject("exposedFields").put("parties", true);
    return arguments;
  }

  static String text(JsonNode transcript, JsonNode call) {
    Map<String, String> names = new HashMap<>();
    for (JsonNode party : CallCard.partiesOf(call)) {
      String us = party.path("affiliation").asString("").equals("Internal") ? " (us)" : "";
      names.put(party.path("speakerId").asString(""), CallCard.nameOf(party) + us);
    }
    StringBuilder script = new StringBuilder();
    script.append("# ").append(call.path("metaData").path("title").asString("Transcript"));
    script.append("\n\nTimes are minutes and seconds from the beginning.\n");
    String topic = "";
    for (JsonNode turn : transcript.path("transcript")) {
      String now = turn.path("topic").asString("");
      if (!now.isBlank() && !now.equals(topic)) {
        script.append("\n## ").append(now).append('\n');
        topic = now;
      }
      String speaker = turn.path("speakerId").asString("");
      script
          .append("\n[")
          .append(time(turn.path("sentences").path(0).path("start").asLong(0)))
          .append("] ")
          .append(names.getOrDefault(speaker, "Speaker " + speaker))
          .append(": ");
      String space = "";
      for (JsonNode sentence : turn.path("sentences")) {
        script.append(space).append(sentence.path("text").asString(""));
        space = " ";
      }
      script.append('\n');
    }
    return script.toString();
  }

  private static String time(long millis) {
    long seconds = millis / 1000;
    return "%d:%02d".formatted(seconds / 60, seconds % 60);
  }
}
