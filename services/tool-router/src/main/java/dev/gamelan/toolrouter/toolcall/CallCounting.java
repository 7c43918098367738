package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.client.ClientRecords;
import dev.gamelan.toolrouter.usage.Usage;
import org.springframework.stereotype.Component;

/** Counts what is sent on from here, and notes which AI clients are in use. */
@Component
final class CallCounting {
  private final Usage usage;
  private final ClientRecords clients;

  CallCounting(Usage usage, ClientRecords clients) {
    this.usage = usage;
    this.clients = clients;
  }

  void admitted(ToolCall call, Tool tool) {
    usage.admitted(
        call.callId(),
        call.connection(),
        call.caller().name(),
        call.caller().clientId(),
        tool.name());
    clients.seen(call.caller().clientId());
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
    switch (refused.outcome()) {
      // Whoever is not let in does not stay in use by knocking.
      case CLIENT_CLOSED, STOPPED, RULES_UNKNOWN, UNKNOWN_TOOL, UNKNOWN_CONNECTION -> {}
      default -> clients.seen(call.caller().clientId());
    }
  }
}
