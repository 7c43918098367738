package dev.gamelan.toolrouter.discovery;

import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.catalog.CanonicalJson;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.EffectiveDefaults;
import dev.gamelan.toolrouter.governance.Rules;
import dev.gamelan.toolrouter.governance.document.CatalogueSeen;
import dev.gamelan.toolrouter.governance.document.CatalogueSeen.Changed;
import dev.gamelan.toolrouter.governance.document.CatalogueSeen.Difference;
import dev.gamelan.toolrouter.governance.document.CatalogueSeen.Listed;
import dev.gamelan.toolrouter.governance.document.Defaults.ChangedEffect;
import dev.gamelan.toolrouter.governance.document.Defaults.NewTools;
import dev.gamelan.toolrouter.governance.document.Document;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.governance.document.ToolApproval;
import dev.gamelan.toolrouter.governance.document.ToolApproval.State;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.GovernanceState;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.governance.log.Proposal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a discovery finds at one connection: the difference between the catalogue of this build and
 * what is on record. It needs nothing of Gong's, so wrong credentials do not matter.
 */
final class Finding {
  private static final int SUPERSEDED_KEPT = 10;

  private final Catalog catalog;
  private final GovernanceState state;
  private final EffectiveDefaults defaults;
  private final String connection;
  private final Instant now;
  private final List<Change> changes = new ArrayList<>();

  Finding(Catalog catalog, Rules rules, String connection, Instant now) {
    this.catalog = catalog;
    this.state = rules.state();
    this.defaults = rules.defaults();
    this.connection = connection;
    this.now = now;
  }

  /** Whether a later build was here already, whose catalogue must not be undone by the way. */
  boolean isOfALaterBuild() {
    CatalogueSeen seen = seen();
    return seen != null
        && seen.superseded() != null
        && seen.superseded().contains(catalog.version());
  }

  /** Empty where all is on record; the same for each instance that finds the same. */
  Optional<Proposal> proposal() {
    catalogue();
    catalog.tools().forEach(this::found);
    state.all(GovernedKind.TOOL, connection).forEach(this::missing);
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new Proposal(eventId(), changes, Proposal.GAMELAN, "Discovery"));
  }

  private @Nullable CatalogueSeen seen() {
    Governed governed = state.find(key(GovernedKind.CATALOGUE, CatalogueSeen.NAME));
    return governed == null ? null : governed.as(CatalogueSeen.class);
  }

  private void catalogue() {
    CatalogueSeen before = seen();
    if (before != null && before.version().equals(catalog.version())) {
      return;
    }
    List<Listed> listed = catalog.tools().stream().map(Finding::listed).toList();
    List<String> superseded = new ArrayList<>();
    if (before != null) {
      superseded.add(before.version());
      List<String> earlier = before.superseded();
      if (earlier != null) {
        superseded.addAll(earlier);
      }
      superseded.remove(catalog.version());
    }
    propose(
        key(GovernedKind.CATALOGUE, CatalogueSeen.NAME),
        new CatalogueSeen(
            catalog.version(),
            now,
            listed,
            superseded.stream().distinct().limit(SUPERSEDED_KEPT).toList(),
            before == null ? null : difference(before.tools(), listed)));
  }

  private static Listed listed(Tool tool) {
    return new Listed(
        tool.name(),
        tool.operation().toString(),
        tool.effect(),
        CanonicalJson.sha256(tool.inputSchema()).substring(0, 16));
  }

  private static Difference difference(List<Listed> before, List<Listed> after) {
    Map<String, Listed> earlier = new TreeMap<>();
    before.forEach(listed -> earlier.put(listed.name(), listed));
    List<String> added = new ArrayList<>();
    List<Changed> changed = new ArrayList<>();
    for (Listed listed : after) {
      Listed was = earlier.remove(listed.name());
      if (was == null) {
        added.add(listed.name());
      } else if (!was.equals(listed)) {
        changed.add(new Changed(listed.name(), was, listed));
      }
    }
    return new Difference(added, List.copyOf(earlier.keySet()), changed);
  }

  private void found(Tool tool) {
    DocumentKey key = key(GovernedKind.TOOL, tool.name());
    Governed governed = state.find(key);
    if (governed == null || !governed.isThere()) {
      boolean approved = defaults.newTools(connection) == NewTools.APPROVED;
      propose(key, approval(approved ? State.APPROVED : State.PENDING_REVIEW, "New", tool));
      return;
    }
    ToolApproval approval = governed.as(ToolApproval.class);
    if (approval == null) {
      return;
    }
    if (approval.state() == State.REMOVED) {
      State was = approval.was();
      State again = was == null || approval.effect() != tool.effect() ? State.PENDING_REVIEW : was;
      propose(key, kept(approval, again, "It is there again", tool));
    } else if (approval.effect() != tool.effect()) {
      changed(key, approval, tool);
    }
  }

  private void changed(DocumentKey key, ToolApproval approval, Tool tool) {
    Effect before = approval.effect();
    boolean review =
        approval.state() == State.APPROVED
            && before != null
            && Rules.isGraver(tool.effect(), before)
            && defaults.changedEffect(connection) == ChangedEffect.REVIEW;
    propose(
        key,
        review
            ? approval(
                State.PENDING_REVIEW,
                "What it does at Gong has changed from %s to %s".formatted(before, tool.effect()),
                tool)
            : kept(approval, approval.state(), approval.reason(), tool));
  }

  private void missing(Governed governed) {
    ToolApproval approval = governed.as(ToolApproval.class);
    if (approval != null
        && approval.state() != State.REMOVED
        && catalog.find(governed.key().name()).isEmpty()) {
      propose(
          governed.key(),
          new ToolApproval(
              State.REMOVED,
              "It is not among the tools any more",
              Proposal.GAMELAN,
              now,
              approval.until(),
              approval.effect(),
              approval.state()));
    }
  }

  private ToolApproval approval(State newState, String reason, Tool tool) {
    return new ToolApproval(newState, reason, Proposal.GAMELAN, now, null, tool.effect(), null);
  }

  private static ToolApproval kept(
      ToolApproval approval, State newState, @Nullable String reason, Tool tool) {
    return new ToolApproval(
        newState, reason, approval.by(), approval.at(), approval.until(), tool.effect(), null);
  }

  private void propose(DocumentKey key, Document document) {
    changes.add(new Change(key, state.versionOf(key), Documents.write(document)));
  }

  private DocumentKey key(GovernedKind kind, String name) {
    return new DocumentKey(kind, connection, name);
  }

  /** Without the time, which differs from instance to instance. */
  private String eventId() {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    all.add(connection).add(catalog.version());
    for (Change change : changes) {
      all.add(change.key().subject()).add(change.expectedVersion());
      Document after = Documents.read(change.key().kind(), Objects.requireNonNull(change.after()));
      all.add(after instanceof ToolApproval approval ? approval.state().name() : "");
    }
    return "discovery/" + CanonicalJson.sha256(all);
  }
}
