package dev.gamelan.toolrouter.governance.document;

import static java.util.Objects.requireNonNull;

import dev.gamelan.schemas.Effect;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a connection as they were last discovered, and what was different then.
 *
 * @param superseded versions that were seen before, latest first
 */
public record CatalogueSeen(
    String version,
    Instant discoveredAt,
    List<Listed> tools,
    @Nullable List<String> superseded,
    @Nullable Difference difference)
    implements Document {
  public static final String NAME = "catalogue";

  public CatalogueSeen {
    requireNonNull(version);
    tools = List.copyOf(tools);
    superseded = superseded == null ? List.of() : List.copyOf(superseded);
  }

  /**
   * One tool. Its words are kept once, for thousands of connections have the same ones.
   *
   * @param schema digest of the input schema
   */
  public record Listed(String name, String operation, Effect effect, String schema) {
    public Listed {
      name = name.intern();
      operation = operation.intern();
      schema = schema.intern();
    }
  }

  /** Names of tools, each list in order. */
  public record Difference(List<String> added, List<String> removed, List<Changed> changed) {
    public boolean isEmpty() {
      return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }
  }

  public record Changed(String name, Listed before, Listed after) {}
}
