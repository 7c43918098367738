package dev.gamelan.toolrouter.admin;

import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.governance.ReadyToolset;
import dev.gamelan.toolrouter.governance.Rules;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.ToolApproval.State;
import dev.gamelan.toolrouter.governance.document.Toolset;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What is in each toolset at this moment. */
@Component
class Toolsets {
  private final Catalog catalog;
  private final Governance governance;
  private final Clock clock;

  Toolsets(Catalog catalog, Governance governance, Clock clock) {
    this.catalog = catalog;
    this.governance = governance;
    this.clock = clock;
  }

  /** By name. */
  List<ToolsetView> all(String connection) {
    Rules rules = governance.rules();
    Set<String> approved = approved(connection, rules);
    List<ToolsetView> all = new ArrayList<>();
    Arrays.stream(ReadyToolset.values()).forEach(ready -> all.add(view(ready, approved)));
    rules.state().all(GovernedKind.TOOLSET, connection).stream()
        .filter(Governed::isThere)
        .forEach(governed -> all.add(view(governed, approved)));
    all.sort(Comparator.comparing(ToolsetView::name));
    return all;
  }

  boolean has(String connection, String name) {
    return ReadyToolset.named(name).isPresent()
        || governance.rules().state().has(new DocumentKey(GovernedKind.TOOLSET, connection, name));
  }

  ToolsetView view(String connection, Governed governed) {
    return view(governed, approved(connection, governance.rules()));
  }

  private ToolsetView view(ReadyToolset ready, Set<String> approved) {
    return view(
        new ToolsetView(
            ready.key(), ready.title(), ready.description(), true, List.of(), List.of(), null),
        tool ->
            ready.contains(tool)
                && (ready != ReadyToolset.ALL_APPROVED || approved.contains(tool.name())),
        approved);
  }

  private ToolsetView view(Governed governed, Set<String> approved) {
    Toolset own = governed.as(Toolset.class);
    return view(
        new ToolsetView(
            governed.key().name(),
            own == null ? null : own.title(),
            own == null ? null : own.description(),
            false,
            List.of(),
            List.of(),
            governed.version()),
        tool -> own != null && own.tools().contains(tool.name()),
        approved);
  }

  private ToolsetView view(ToolsetView empty, Predicate<Tool> holds, Set<String> approved) {
    List<String> tools = catalog.tools().stream().filter(holds).map(Tool::name).toList();
    return new ToolsetView(
        empty.name(),
        empty.title(),
        empty.description(),
        empty.readyMade(),
        tools,
        tools.stream().filter(approved::contains).toList(),
        empty.version());
  }

  private Set<String> approved(String connection, Rules rules) {
    Instant now = clock.instant();
    return catalog.tools().stream()
        .filter(tool -> rules.stateOf(connection, tool, now) == State.APPROVED)
        .map(Tool::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
