package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.usage.Usage;
import org.springframework.stereotype.Component;

/** Counts what is sent on from here. */
@Component
final class CallCounting {
  private final Usage usage;

  CallCounting(Usage usage) {
    this.usage = usage;
  }

  void admitted(ToolCall call, Tool tool) {
    usage.admitted(
        call.callId(),
        call.connection(),
        call.caller().name(),
        call.caller().clientId(),
        tool.name());
  }

  /** Also after it was counted: nothing was sent on then, or the trail tells of it. */
  void refused(ToolCall call, Decision.Refused refused) {
    Tool tool = refused.tool();
    if (tool != null) {
      usage.notAdmitted(
          call.callId(),
          call.connection(),
          call.caller().name(),
          call.caller().clientId(),
          tool.name());
    }
  }
}
