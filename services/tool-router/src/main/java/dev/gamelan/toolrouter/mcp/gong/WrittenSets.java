package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.toolrouter.catalog.CanonicalJson;
import dev.gamelan.toolrouter.mcp.offer.Listed;
import dev.gamelan.toolrouter.mcp.offer.Pages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Lists as they go out, each set of entries written once however many callers see it; the sets that
 * were asked for least lately are written anew.
 */
final class WrittenSets {
  private static final int MOST = 64;

  private final String version;
  private final Map<String, ? extends Listed> entries;
  private final int pageSize;
  private final JsonMapper mapper;
  private final Map<List<String>, Pages> written =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Pages> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param version of what the entries say
   */
  WrittenSets(
      String version, Map<String, ? extends Listed> entries, int pageSize, JsonMapper mapper) {
    this.version = version;
    this.entries = entries;
    this.pageSize = pageSize;
    this.mapper = mapper;
  }

  /**
   * @param names of entries, in the order of the list
   */
  Pages of(List<String> names) {
    synchronized (written) {
      return written.computeIfAbsent(names, this::write);
    }
  }

  int size() {
    synchronized (written) {
      return written.size();
    }
  }

  /** A cursor is good for the same set alone: a page of another one might skip something. */
  private Pages write(List<String> names) {
    ArrayNode set = JsonNodeFactory.instance.arrayNode();
    names.forEach(set::add);
    return Pages.of(
        version + ":" + CanonicalJson.sha256(set).substring(0, 16),
        names.stream().map(entries::get).filter(Objects::nonNull).toList(),
        pageSize,
        mapper);
  }
}
