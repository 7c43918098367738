package dev.gamelan.toolrouter.admin;

import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.admin.desk.Asked;
import dev.gamelan.toolrouter.admin.desk.Code;
import dev.gamelan.toolrouter.admin.desk.Register;
import dev.gamelan.toolrouter.admin.desk.Register.Proposed;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.governance.Profiles;
import dev.gamelan.toolrouter.governance.Rules;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.governance.document.ToolApproval;
import dev.gamelan.toolrouter.governance.document.ToolApproval.State;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.usage.Usage;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides about tools: one, or several together or not at all. */
@Component
class ToolReview {
  private static final int MOST_TOOLS = 500;

  private final Catalog catalog;
  private final Governance governance;
  private final Register register;
  private final Usage usage;
  private final Clock clock;

  ToolReview(Catalog catalog, Governance governance, Register register, Usage usage, Clock clock) {
    this.catalog = catalog;
    this.governance = governance;
    this.register = register;
    this.usage = usage;
    this.clock = clock;
  }

  /** All there are, and those there were, by name. */
  List<ToolView> tools(String connection) {
    Rules rules = governance.rules();
    Instant now = clock.instant();
    List<ToolView> tools = new ArrayList<>();
    catalog.tools().forEach(tool -> tools.add(view(rules, connection, tool, now)));
    for (Governed governed : rules.state().all(GovernedKind.TOOL, connection)) {
      if (governed.isThere() && catalog.find(governed.key().name()).isEmpty()) {
        tools.add(ToolView.gone(governed, lastUsed(connection, governed.key().name())));
      }
    }
    tools.sort(Comparator.comparing(ToolView::name));
    return tools;
  }

  private ToolView view(Rules rules, String connection, Tool tool, Instant now) {
    return ToolView.of(rules, connection, tool, lastUsed(connection, tool.name()), now);
  }

  private @Nullable Instant lastUsed(String connection, String tool) {
    return usage.toolLastUsed(connection, tool).orElse(null);
  }

  Reply decide(Asked asked, String connection, String name, ApprovalWish wish) {
    Instant now = clock.instant();
    Tool tool = catalog.find(name).orElse(null);
    if (tool == null) {
      return ToolEndpoint.unknown();
    }
    Reply.Refused wrong = wish.wrong(now);
    if (wrong != null) {
      return wrong;
    }
    Rules rules = governance.rules();
    Governed governed = rules.state().find(ToolView.key(connection, name));
    long version = governed == null ? 0 : governed.version();
    ToolApproval approval = governed == null ? null : governed.as(ToolApproval.class);
    String by = asked.caller().name();
    if (asked.ifMatch() != null && wish.isAlready(approval, tool, by)) {
      return new Reply.Shown(view(rules, connection, tool, now), version);
    }
    Reply.Refused unmet = Register.unmet(asked, governed != null && governed.isThere(), version);
    if (unmet != null) {
      return unmet;
    }
    if (rules.stateOf(connection, tool, now) == State.REMOVED) {
      return removed();
    }
    return register.once(
        asked,
        wish.reason(),
        List.of(change(connection, tool, version, wish.approval(tool, by, now))),
        () -> {
          ToolView then = view(governance.rules(), connection, tool, now);
          return new Reply.Shown(then, then.version());
        });
  }

  private static Reply.Refused removed() {
    return new Reply.Refused(
        Code.TOOL_REMOVED,
        "A tool that is not among this connection's any more is decided upon when it comes back.");
  }

  private static Change change(String connection, Tool tool, long version, ToolApproval approval) {
    return new Change(ToolView.key(connection, tool.name()), version, Documents.write(approval));
  }

  /**
   * @param tools as they are now
   */
  record Decided(List<ToolView> tools) {}

  /** By what holds at this moment: whoever forestalls this makes it be thought over. */
  Reply decide(Asked asked, String connection, ApprovalWish.Bulk bulk) {
    Reply.Refused wrong = wrong(bulk);
    if (wrong != null) {
      return wrong;
    }
    String by = asked.caller().name();
    ApprovalWish wish = bulk.wish();
    return register.attempt(
        asked.id(),
        by,
        bulk.reason(),
        state -> {
          Instant now = clock.instant();
          Rules rules = governance.rules();
          List<Tool> meant = meant(bulk, connection, rules, now);
          if (meant == null) {
            return new Proposed.Already(
                new Reply.Refused(
                    Code.UNKNOWN_TOOL,
                    "tools names one that is not there. List the tools for those there are."));
          }
          List<Change> changes = new ArrayList<>();
          for (Tool tool : meant) {
            if (rules.stateOf(connection, tool, now) == State.REMOVED) {
              return new Proposed.Already(removed());
            }
            Governed governed = rules.state().find(ToolView.key(connection, tool.name()));
            ToolApproval approval = governed == null ? null : governed.as(ToolApproval.class);
            if (!wish.isAlready(approval, tool, by)) {
              changes.add(
                  change(
                      connection,
                      tool,
                      governed == null ? 0 : governed.version(),
                      wish.approval(tool, by, now)));
            }
          }
          return changes.isEmpty()
              ? new Proposed.Already(decided(connection, meant))
              : new Proposed.Changes(changes, then -> decided(connection, meant));
        });
  }

  private Reply.@Nullable Refused wrong(ApprovalWish.Bulk bulk) {
    if ((bulk.tools() == null) == (bulk.filter() == null)) {
      return Reply.invalid(
          "Say which tools are meant: either their names in tools, or what they have in common in"
              + " filter.");
    }
    if (bulk.tools() != null && (bulk.tools().isEmpty() || bulk.tools().size() > MOST_TOOLS)) {
      return Reply.invalid("tools may name 1 to %d.".formatted(MOST_TOOLS));
    }
    return bulk.wish().wrong(clock.instant());
  }

  /** Null where one is named that is not there. */
  private @Nullable List<Tool> meant(
      ApprovalWish.Bulk bulk, String connection, Rules rules, Instant now) {
    List<String> names = bulk.tools();
    if (names != null) {
      Set<String> once = new HashSet<>(names);
      List<Tool> named = catalog.tools().stream().filter(t -> once.contains(t.name())).toList();
      return named.size() == once.size() ? named : null;
    }
    ApprovalWish.Filter filter = bulk.filter();
    Profiles profiles = new Profiles(rules.state(), rules.defaults());
    return catalog.tools().stream()
        .filter(tool -> rules.stateOf(connection, tool, now) != State.REMOVED)
        .filter(
            tool ->
                filter == null
                    || ((filter.state() == null
                            || filter.state() == rules.stateOf(connection, tool, now))
                        && (filter.effect() == null || filter.effect() == tool.effect())
                        && (filter.toolset() == null
                            || profiles.contains(filter.toolset(), connection, tool))))
        .toList();
  }

  private Reply decided(String connection, List<Tool> meant) {
    Rules rules = governance.rules();
    Instant now = clock.instant();
    return new Reply.Shown(
        new Decided(meant.stream().map(tool -> view(rules, connection, tool, now)).toList()));
  }
}
