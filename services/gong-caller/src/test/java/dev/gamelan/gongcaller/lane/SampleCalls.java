package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.FilePart;
import dev.gamelan.schemas.GongRequest;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Queued calls, numbered. */
final class SampleCalls {
  static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private long offset;

  QueuedCall by(String caller) {
    return by(caller, CallClass.INTERACTIVE, NOW.plusSeconds(60));
  }

  QueuedCall upload(String caller, int bytes) {
    var request = Calls.read("PUT", "/v2/calls/1/media");
    var file =
        FilePart.newBuilder()
            .setName("mediaFile")
            .setFileName("talk.mp3")
            .setContentType("audio/mpeg")
            .setContent(ByteBuffer.allocate(bytes))
            .build();
    return new QueuedCall(
        request
            .setCallId(caller + "-" + offset)
            .setCaller(caller)
            .setDeadline(NOW.plusSeconds(60))
            .setRequest(GongRequest.newBuilder(request.getRequest()).setFile(file).build())
            .build(),
        offset++,
        null,
        NOW);
  }

  QueuedCall by(String caller, CallClass callClass, Instant deadline) {
    return new QueuedCall(
        Calls.read("GET", "/v2/workspaces")
            .setCallId(caller + "-" + offset)
            .setCaller(caller)
            .setCallClass(callClass)
            .setDeadline(deadline)
            .build(),
        offset++,
        null,
        NOW);
  }
}
