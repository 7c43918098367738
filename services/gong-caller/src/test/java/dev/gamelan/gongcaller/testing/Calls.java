package dev.gamelan.gongcaller.testing;

import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Calls as tool-router would request them. */
public final class Calls {
  private Calls() {}

  public static ToolCallRequested.Builder read(String method, String path) {
    String callId = UUID.randomUUID().toString();
    return ToolCallRequested.newBuilder()
        .setCallId(callId)
        .setConnection("default")
        .setCaller("ann")
        .setTool("gong_tool")
        .setOperation(method + " " + path)
        .setEffect(Effect.READ)
        .setCallClass(CallClass.INTERACTIVE)
        .setRequest(
            GongRequest.newBuilder()
                .setMethod(method)
                .setPath(path)
                // Tells the calls apart in the simulator's log of arrivals.
                .setQuery(List.of(new QueryParameter("probe", callId)))
                .build())
        .setRequestedAt(Instant.now())
        .setDeadline(Instant.now().plus(Duration.ofSeconds(60)));
  }

  /** Gives one user access to a call: a real change, small enough for a test. */
  public static ToolCallRequested.Builder write() {
    ToolCallRequested.Builder call = read("PUT", "/v2/calls/users-access");
    return call.setEffect(Effect.WRITE)
        .setRequest(
            GongRequest.newBuilder(call.getRequest())
                .setBody(
                    "{\"callAccessList\":[{\"callId\":\"1\",\"userIds\":[\"%s\"]}]}"
                        .formatted(call.getCallId()))
                .build());
  }
}
