package dev.gamelan.simulator.facts;

import java.util.List;

/** One published operation, such as {@code GET /v2/calls/{id}}, with all fields it takes. */
public record OperationFacts(
    String name,
    Effect effect,
    Paging paging,
    BodyKind body,
    List<String> scopes,
    List<FieldFacts> fields) {

  /** What an operation does to the company's data, whatever its HTTP method. */
  public enum Effect {
    READ,
    WRITE,
    DELETE
  }

  /** Where an operation takes its cursor. */
  public enum Paging {
    NONE,
    QUERY,
    BODY
  }

  /** What an operation's request carries. */
  public enum BodyKind {
    NONE,
    JSON,
    MULTIPART
  }

  public String method() {
    return name.substring(0, name.indexOf(' '));
  }

  public String path() {
    return name.substring(name.indexOf(' ') + 1);
  }

  public boolean changesData() {
    return effect != Effect.READ;
  }

  List<FieldFacts> fields(FieldFacts.Place place) {
    return fields.stream().filter(field -> field.place() == place).toList();
  }
}
