package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.access.Access;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.governance.Rules;
import dev.gamelan.toolrouter.governance.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The tools that a caller may call now: what a list shows, so that no list shows what would be
 * refused to whoever asks.
 */
@Component
public final class OpenTools {
  private final Catalog catalog;
  private final Governance governance;
  private final Access access;
  private final ToolCalls calls;
  private final Clock clock;

  OpenTools(Catalog catalog, Governance governance, Access access, ToolCalls calls, Clock clock) {
    this.catalog = catalog;
    this.governance = governance;
    this.access = access;
    this.calls = calls;
    this.clock = clock;
  }

  /** Sorted by name. */
  public List<Tool> of(Caller caller, String connection) {
    Rules rules = governance.rules();
    Instant now = clock.instant();
    return catalog.tools().stream()
        .filter(tool -> isOpen(caller, connection, tool, rules, now))
        .toList();
  }

  private boolean isOpen(Caller caller, String connection, Tool tool, Rules rules, Instant now) {
    return calls.refusalOf(connection, tool) == null
        && access.of(caller, tool.effect()) == Access.Right.ALLOWED
        && rules.judge(caller, connection, tool, now) instanceof Verdict.Allowed;
  }
}
