package dev.gamelan.audit.trail;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.Effect;
import java.time.Instant;
import java.util.Map;

/** Events as the services publish them, for the tests to vary. */
final class Events {
  static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private Events() {}

  static AuditEvent.Builder ended(String connection, String callId) {
    return AuditEvent.newBuilder()
        .setEventId(callId + "/ended")
        .setKind(AuditKind.CALL_ENDED)
        .setAt(NOON)
        .setService("gong-caller")
        .setConnection(connection)
        .setCallId(callId)
        .setCaller("reader")
        .setClient("an inspector")
        .setTool("gong_get_call")
        .setOperation("GET /v2/calls/{id}")
        .setEffect(Effect.READ)
        .setOutcome("answered")
        .setArgumentsDigest("ab".repeat(32))
        .setArguments(Map.of("id", "42"))
        .setHttpStatus(200)
        .setGongRequestId("gong-1")
        .setQuotaUnits(1)
        .setLatencyMillis(321L)
        .setTraceId("0af7651916cd43dd8448eb211c80319c");
  }
}
