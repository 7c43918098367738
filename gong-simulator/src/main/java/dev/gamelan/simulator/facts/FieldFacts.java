package dev.gamelan.simulator.facts;

import java.util.List;
import java.util.Map;

/** One field of a request: where it is, what it must look like, whether it must be there. */
public record FieldFacts(
    Place place,
    String name,
    String type,
    String format,
    boolean required,
    List<String> allowed,
    Map<String, Long> limits) {

  /** The part of a request that holds a field. */
  public enum Place {
    PATH,
    QUERY,
    BODY,
    FILE
  }

  FieldFacts formatted(String otherFormat, boolean otherRequired) {
    return new FieldFacts(place, name, type, otherFormat, otherRequired, allowed, limits);
  }

  FieldFacts asBody(Map<String, Long> otherLimits) {
    return new FieldFacts(Place.BODY, "$", type, format, required, allowed, otherLimits);
  }

  boolean isArray() {
    return type.startsWith("array");
  }

  /** The type of one element of an array, or the type itself. */
  String elementType() {
    return isArray() ? type.substring("array<".length(), type.length() - 1) : type;
  }
}
