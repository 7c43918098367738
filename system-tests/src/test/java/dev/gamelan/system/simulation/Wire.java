package dev.gamelan.system.simulation;

import dev.gamelan.schemas.GongRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request as Gong sees it.
 *
 * @param needs what it asks for, in the words of {@link Call#needs}
 * @param write the call whose write it is; empty where it reads
 * @param keyed whether Gong would know the write again
 */
record Wire(GongRequest request, List<String> needs, String write, boolean keyed) {
  private static final Pattern ID = Pattern.compile("\"([0-9]+)\"");
  private static final Pattern CALL = Pattern.compile("call-[0-9]+");

  static Wire of(GongRequest request) {
    String body = request.getBody() == null ? "" : request.getBody();
    return switch (request.getPath()) {
      case "/v2/calls/users-access" -> writing(request, body, false);
      case "/v2/calls" -> writing(request, body, true);
      case "/v2/library/folder-content" ->
          new Wire(request, List.of(request.getQuery().getFirst().getValue()), "", false);
      case "/v2/workspaces" -> new Wire(request, List.of("workspaces"), "", false);
      case "/v2/calls/transcript" -> new Wire(request, ids(body, "transcript "), "", false);
      case "/v2/calls/extensive" -> new Wire(request, ids(body, "one "), "", false);
      default ->
          new Wire(
              request,
              List.of("one " + request.getPath().substring("/v2/calls/".length())),
              "",
              false);
    };
  }

  private static Wire writing(GongRequest request, String body, boolean keyed) {
    Matcher call = CALL.matcher(body);
    if (!call.find()) {
      throw new IllegalStateException(body);
    }
    return new Wire(request, List.of(call.group()), call.group(), keyed);
  }

  private static List<String> ids(String body, String what) {
    var ids = new ArrayList<String>();
    for (Matcher id = ID.matcher(body); id.find(); ) {
      ids.add(what + id.group(1));
    }
    return ids;
  }

  private static boolean isUnknown(String need) {
    return need.endsWith("7") && need.contains(" ");
  }

  private static boolean isBad(String need) {
    return need.endsWith("9") && need.startsWith("transcript ");
  }

  /** What Gong says to it where all is well; a status first. */
  Said answer() {
    if (needs.stream().anyMatch(Wire::isBad)) {
      return new Said(400, "{\"requestId\":\"r\",\"errors\":[\"a bad id\"]}");
    }
    boolean many = request.getMethod().equals("POST") && write.isEmpty();
    Stream<String> found = needs.stream().filter(need -> !isUnknown(need));
    List<String> items = found.map(need -> item(need, many)).toList();
    if (items.isEmpty()) {
      return new Said(404, "{\"requestId\":\"r\",\"errors\":[\"not found\"]}");
    }
    if (!many) {
      String name = request.getPath().startsWith("/v2/calls/") ? "call" : "content";
      return new Said(200, "{\"requestId\":\"r\",\"" + name + "\":" + items.getFirst() + "}");
    }
    String list = request.getPath().endsWith("transcript") ? "callTranscripts" : "calls";
    return new Said(
        200,
        "{\"requestId\":\"r\",\"records\":{\"totalRecords\":%d,\"currentPageSize\":%d,\"currentPageNumber\":0},\"%s\":[%s]}"
            .formatted(
                items.size(), items.size(), list, items.stream().collect(Collectors.joining(","))));
  }

  private static String item(String need, boolean many) {
    String id = need.substring(need.indexOf(' ') + 1);
    String is = "\"is\":\"" + need + "\"";
    if (need.startsWith("transcript ")) {
      return "{\"callId\":\"" + id + "\"," + is + "}";
    }
    return many
        ? "{\"metaData\":{\"id\":\"" + id + "\"," + is + "}}"
        : "{\"id\":\"" + id + "\"," + is + "}";
  }

  record Said(int status, String text) {
    byte[] body() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
