package dev.gamelan.toolrouter.policy.guard;

import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.log.GovernanceState;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.policy.Policies;
import dev.gamelan.toolrouter.policy.Policy;
import dev.gamelan.toolrouter.policy.PolicyReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The policies in force: each version of a document is compiled once. */
@Component
public final class PolicyBook {
  private static final int MOST_CONNECTIONS = 10_000;

  private final PolicyReader reader;
  private final Map<String, Page> pages = new ConcurrentHashMap<>();

  PolicyBook(PolicyReader reader) {
    this.reader = reader;
  }

  /**
   * What holds for one connection.
   *
   * @param state by which this was read
   */
  private record Page(
      GovernanceState state, Map<DocumentKey, Compiled> compiled, Policies policies) {}

  private record Compiled(long version, List<Policy> policies) {}

  /** Those of the connection itself, and those of the whole installation. */
  public Policies of(GovernanceState state, String connection) {
    Page page = pages.get(connection);
    if (page != null && page.state() == state) {
      return page.policies();
    }
    Page read = read(state, connection, page);
    if (pages.size() < MOST_CONNECTIONS || page != null) {
      pages.put(connection, read);
    }
    return read.policies();
  }

  private Page read(GovernanceState state, String connection, @Nullable Page before) {
    Map<DocumentKey, Compiled> known = before == null ? Map.of() : before.compiled();
    List<Governed> documents =
        new ArrayList<>(state.all(GovernedKind.POLICY, DocumentKey.INSTALLATION));
    documents.addAll(state.all(GovernedKind.POLICY, connection));
    Map<DocumentKey, Compiled> compiled = new HashMap<>();
    boolean same = before != null;
    for (Governed document : documents) {
      String json = document.json();
      if (json != null) {
        Compiled one = known.get(document.key());
        if (one == null || one.version() != document.version()) {
          one = new Compiled(document.version(), reader.stored(document.key().name(), json));
          same = false;
        }
        compiled.put(document.key(), one);
      }
    }
    if (before != null && same && compiled.size() == known.size()) {
      return new Page(state, known, before.policies());
    }
    List<Policy> all = new ArrayList<>();
    compiled.values().forEach(one -> all.addAll(one.policies()));
    return new Page(state, compiled, Policies.of(all));
  }
}
