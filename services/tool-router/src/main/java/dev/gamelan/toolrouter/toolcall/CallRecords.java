package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.FilePart;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.toolrouter.catalog.ArgumentTrail;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.policy.Judgement;
import dev.gamelan.toolrouter.policy.guard.Asker;
import io.micrometer.observation.Observation;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes down a call: the command to gong-caller, and this service's entries for the trail. */
@Component
final class CallRecords {
  private static final String SERVICE = "tool-router";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

  private final Governance governance;
  private final Clock clock;

  CallRecords(Governance governance, Clock clock) {
    this.governance = governance;
    this.clock = clock;
  }

  ToolCallRequested requested(ToolCall call, Decision.Admitted admitted) {
    Tool tool = admitted.tool();
    Duration maxAge = call.maxAge();
    WriteKey key = WriteKey.of(call, tool);
    return ToolCallRequested.newBuilder()
        .setCallId(call.callId())
        .setConnection(call.connection())
        .setCaller(call.caller().name())
        .setTool(tool.name())
        .setOperation(tool.operation().toString())
        .setEffect(tool.effect())
        .setCallClass(call.callClass())
        .setRequest(request(call, admitted))
        .setRequestedAt(call.requestedAt())
        .setDeadline(call.deadline())
        .setMaxAgeMillis(maxAge == null ? null : maxAge.toMillis())
        .setClientId(call.caller().clientId())
        .setKeyDigest(key == null ? null : key.digest())
        .setFingerprint(key == null ? null : key.fingerprint())
        .build();
  }

  private static GongRequest request(ToolCall call, Decision.Admitted admitted) {
    GongRequest request = admitted.request();
    FilePart file = request.getFile();
    if (call.file() == null || file == null) {
      return request;
    }
    return GongRequest.newBuilder(request)
        .setFile(
            FilePart.newBuilder(file)
                .setName("")
                .setContent(ByteBuffer.allocate(0))
                .setStored(call.file())
                .build())
        .build();
  }

  AuditEvent admitted(ToolCall call, Decision.Admitted admitted, Observation trace) {
    return event(call, admitted.tool(), trace)
        .setGovernanceVersion(admitted.governanceVersion())
        .setEventId(call.callId() + "/admitted")
        .setKind(AuditKind.CALL_ADMITTED)
        .setOutcome("admitted")
        .setPolicies(admitted.policies())
        .build();
  }

  AuditEvent refused(ToolCall call, Decision.Refused refused, Observation trace) {
    Long rules = refused.governanceVersion();
    return event(call, refused.tool(), trace)
        .setGovernanceVersion(rules == null ? governance.version() : rules)
        .setEventId(call.callId() + "/refused")
        .setKind(AuditKind.CALL_REFUSED)
        .setOutcome(refused.outcome().code())
        .setReason(refused.reason())
        .setPolicies(refused.policies())
        .build();
  }

  /** Of an answer about which policies had something to say as somebody was about to read it. */
  AuditEvent filtered(
      String eventId,
      ToolCallCompleted completed,
      Tool tool,
      Asker reader,
      Judgement judgement,
      long rules) {
    AuditEvent.Builder event =
        AuditEvent.newBuilder()
            .setEventId(eventId)
            .setKind(AuditKind.ANSWER_FILTERED)
            .setAt(clock.instant())
            .setService(SERVICE)
            .setConnection(completed.getConnection())
            .setCallId(completed.getCallId())
            .setCaller(reader.caller().name())
            .setDisplayName(reader.caller().displayName())
            .setClientId(reader.caller().clientId())
            .setTool(tool.name())
            .setOperation(tool.operation().toString())
            .setEffect(tool.effect())
            .setGovernanceVersion(rules)
            .setPolicies(judgement.said());
    String client = reader.client();
    if (client != null) {
      event.setClient(client);
    }
    return switch (judgement) {
      case Judgement.Denied denied ->
          event.setOutcome("withheld").setReason(denied.sentence()).build();
      case Judgement.Passed passed ->
          event.setOutcome(passed.changed() ? "changed" : "passed").build();
    };
  }

  private AuditEvent.Builder event(ToolCall call, @Nullable Tool tool, Observation trace) {
    ArgumentTrail arguments =
        tool == null
            ? ArgumentTrail.ofUnknownTool(call.arguments())
            : ArgumentTrail.of(tool, call.arguments());
    Instant now = clock.instant();
    AuditEvent.Builder event =
        AuditEvent.newBuilder()
            .setAt(now)
            .setService(SERVICE)
            .setConnection(named(call.connection()))
            .setCallId(call.callId())
            .setCaller(call.caller().name())
            .setDisplayName(call.caller().displayName())
            .setClientId(call.caller().clientId())
            .setTool(tool == null ? named(call.tool()) : tool.name())
            .setOperation(tool == null ? "" : tool.operation().toString())
            .setEffect(tool == null ? Effect.UNKNOWN : tool.effect())
            .setArgumentsDigest(arguments.digest())
            .setArguments(arguments.inClear())
            .setLatencyMillis(Duration.between(call.requestedAt(), now).toMillis());
    String client = call.client();
    if (client != null) {
      event.setClient(client);
    }
    String traceId = CallObservation.traceId(trace);
    if (traceId != null) {
      event.setTraceId(traceId);
    }
    return event;
  }

  /** What a caller wrote where a name was expected goes no further if it is none. */
  private static String named(String text) {
    return NAME.matcher(text).matches() ? text : "(not a name)";
  }
}
