package dev.gamelan.simulator.operations;

import dev.gamelan.simulator.access.Grant;
import dev.gamelan.simulator.facts.OperationFacts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One request for one operation. */
public record Ask(
    OperationFacts operation,
    Grant grant,
    Map<String, String> path,
    Map<String, String> query,
    @Nullable JsonNode body,
    List<Part> parts) {

  /** One part of a multipart body. */
  public record Part(String name, @Nullable String fileName, byte[] content) {}

  public String pathValue(String name) {
    return Objects.requireNonNull(path.get(name), name);
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** A query parameter that the published facts require, so it is there. */
  public String required(String name) {
    return query(name).orElseThrow();
  }

  public Fields fields() {
    return new Fields(Objects.requireNonNull(body, "a body that was checked"));
  }

  public Optional<Part> part(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }

  public Set<String> partNames() {
    return parts.stream().map(Part::name).collect(Collectors.toSet());
  }

  /** The cursor, where this operation takes it; one in any other place is not seen. */
  public Optional<String> cursor() {
    return switch (operation.paging()) {
      case NONE -> Optional.empty();
      case QUERY -> query("cursor");
      case BODY -> fields().text("cursor");
    };
  }

  /** All inputs but the cursor: they must stay the same from page to page. */
  public int inputsHash() {
    var others = new java.util.TreeMap<>(query);
    others.remove("cursor");
    int hash = Objects.hash(operation.name(), others);
    if (body != null && body.isObject()) {
      for (var field : body.properties()) {
        hash += field.getKey().equals("cursor") ? 0 : field.hashCode();
      }
    }
    return hash;
  }
}
