package dev.gamelan.toolrouter.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** All tools, found by name. */
public final class Catalog {
  private final Map<String, Tool> byName;
  private final List<Tool> tools;
  private final String version;

  private Catalog(Map<String, Tool> byName) {
    this.byName = byName;
    this.tools = List.copyOf(byName.values());
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    tools.forEach(tool -> all.add(seenByClients(tool)));
    this.version = CanonicalJson.sha256(all).substring(0, 16);
  }

  /** Reads the files on the class path; fails with a sentence that names the bad entry. */
  public static Catalog load() {
    return of(new CatalogFiles().read());
  }

  static Catalog of(Collection<Tool> tools) {
    Map<String, Tool> byName = new TreeMap<>();
    Map<String, Tool> byOperation = new TreeMap<>();
    for (Tool tool : tools) {
      if (byName.putIfAbsent(tool.name(), tool) != null) {
        throw new BadCatalogException(tool.name(), "two tools have this name");
      }
      Tool other = byOperation.putIfAbsent(tool.operation().toString(), tool);
      if (other != null) {
        throw new BadCatalogException(
            tool.name(), "%s is already %s".formatted(tool.operation(), other.name()));
      }
    }
    return new Catalog(byName);
  }

  private static ObjectNode seenByClients(Tool tool) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", tool.name())
        .put("title", tool.title())
        .put("description", tool.description())
        .put("operation", tool.operation().toString())
        .put("effect", tool.effect().name())
        .set("inputSchema", tool.inputSchema());
  }

  public Optional<Tool> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Sorted by name. */
  public List<Tool> tools() {
    return tools;
  }

  /** Changes when anything that a client sees changes; the same on every instance of one build. */
  public String version() {
    return version;
  }
}
