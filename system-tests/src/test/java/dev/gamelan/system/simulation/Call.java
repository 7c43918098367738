package dev.gamelan.system.simulation;

import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** A call as it is requested, and what of Gong it needs. */
record Call(ToolCallRequested request, String needs) {
  enum Kind {
    WRITE,
    KEYED_WRITE,
    OWN_QUESTION,
    SAME_QUESTION,
    TRANSCRIPT,
    ONE_CALL
  }

  static Call of(int number, Kind kind, Random dice, Instant now, Instant deadline) {
    String id = "call-" + number;
    String thing = String.valueOf(1 + dice.nextInt(30));
    ToolCallRequested.Builder call =
        ToolCallRequested.newBuilder()
            .setCallId(id)
            .setConnection("default")
            .setCaller("caller-" + dice.nextInt(4))
            .setTool("tool-" + kind.ordinal())
            .setEffect(kind.ordinal() < 2 ? Effect.WRITE : Effect.READ)
            .setCallClass(
                switch (dice.nextInt(10)) {
                  case 0 -> CallClass.CONTROL;
                  case 1, 2, 3 -> CallClass.BACKGROUND;
                  default -> CallClass.INTERACTIVE;
                })
            .setRequestedAt(now)
            .setDeadline(deadline);
    return switch (kind) {
      case WRITE -> made(call, "PUT", "/v2/calls/users-access", "{\"call\":\"" + id + "\"}", id);
      case KEYED_WRITE ->
          made(call, "POST", "/v2/calls", "{\"clientUniqueId\":\"" + id + "\"}", id);
      case OWN_QUESTION -> {
        call.setRequest(
            GongRequest.newBuilder()
                .setMethod("GET")
                .setPath("/v2/library/folder-content")
                .setQuery(List.of(new QueryParameter("folderId", id)))
                .build());
        call.setOperation("GET /v2/library/folder-content");
        yield new Call(call.build(), id);
      }
      case SAME_QUESTION -> made(call, "GET", "/v2/workspaces", null, "workspaces");
      case TRANSCRIPT ->
          made(
              call,
              "POST",
              "/v2/calls/transcript",
              "{\"filter\":{\"callIds\":[\"" + thing + "\"]}}",
              "transcript " + thing);
      case ONE_CALL -> made(call, "GET", "/v2/calls/" + thing, null, "one " + thing);
    };
  }

  private static Call made(
      ToolCallRequested.Builder call,
      String method,
      String path,
      @org.jspecify.annotations.Nullable String body,
      String needs) {
    String operation =
        path.matches("/v2/calls/[0-9]+") ? "GET /v2/calls/{id}" : method + " " + path;
    call.setOperation(operation);
    call.setRequest(
        GongRequest.newBuilder()
            .setMethod(method)
            .setPath(path)
            .setQuery(List.of())
            .setBody(body)
            .build());
    return new Call(call.build(), needs);
  }

  String id() {
    return request.getCallId();
  }

  boolean isWrite() {
    return request.getEffect() == Effect.WRITE;
  }

  boolean isAnsweredBy(String body) {
    String marker = "\"is\":\"" + needs + "\"";
    int found = body.indexOf(marker);
    return found >= 0 && body.indexOf("\"is\":", found + 1) < 0;
  }
}
