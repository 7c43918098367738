package dev.gamelan.toolrouter.visibility;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.toolrouter.audit.Refusals;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.Governance;
import io.micrometer.observation.Observation;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/** Writes into the trail what was withheld of an answer, or would have been; once an answer. */
@Component
final class VisibilityTrail {
  private final Refusals trail;
  private final Governance governance;
  private final Clock clock;

  VisibilityTrail(Refusals trail, Governance governance, Clock clock) {
    this.trail = trail;
    this.governance = governance;
    this.clock = clock;
  }

  void withheld(int count, Caller reader, Tool tool, ToolCallCompleted answered, boolean enforced) {
    String result = enforced ? "WITHHELD" : "WOULD_WITHHOLD";
    write("visibility %s %d".formatted(result, count), reader, tool, answered, enforced);
  }

  void unknown(Caller reader, Tool tool, ToolCallCompleted answered, boolean enforced) {
    write("visibility UNKNOWN", reader, tool, answered, enforced);
  }

  private void write(
      String said, Caller reader, Tool tool, ToolCallCompleted answered, boolean enforced) {
    AuditEvent event =
        AuditEvent.newBuilder()
            .setEventId(answered.getCallId() + "/visibility")
            .setKind(AuditKind.ANSWER_FILTERED)
            .setAt(clock.instant())
            .setService("tool-router")
            .setConnection(answered.getConnection())
            .setCallId(answered.getCallId())
            .setCaller(reader.name())
            .setDisplayName(reader.displayName())
            .setClientId(reader.clientId())
            .setTool(tool.name())
            .setOperation(tool.operation().toString())
            .setEffect(tool.effect())
            .setOutcome(enforced ? "filtered" : "not-filtered")
            .setGovernanceVersion(governance.version())
            .setPolicies(List.of(said))
            .build();
    // The reader does not wait for it, and it is tried until the broker has it.
    var unused = trail.record(event, Observation.NOOP).subscribe();
  }
}
