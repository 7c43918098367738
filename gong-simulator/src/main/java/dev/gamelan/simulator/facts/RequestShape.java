package dev.gamelan.simulator.facts;

import dev.gamelan.simulator.facts.FieldFacts.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Tells what is wrong with a request, by the published fields of its operation. */
public final class RequestShape {
  private static final Pattern ID = Pattern.compile("[0-9]{1,20}");

  private final List<FieldFacts> path;
  private final List<FieldFacts> query;
  private final List<FieldFacts> files;
  private final BodyShape body;

  public RequestShape(OperationFacts operation) {
    path = operation.fields(Place.PATH);
    query = operation.fields(Place.QUERY);
    files = operation.fields(Place.FILE);
    body = BodyShape.of(operation.fields(Place.BODY));
  }

  /** Empty when the request is as published. */
  public List<String> errors(
      Map<String, String> pathValues,
      Map<String, String> queryValues,
      @Nullable JsonNode json,
      Set<String> partNames) {
    List<String> errors = new ArrayList<>();
    for (FieldFacts field : path) {
      if (!ID.matcher(pathValues.getOrDefault(field.name(), "")).matches()) {
        errors.add(field.name() + " is not a valid id");
      }
    }
    for (FieldFacts field : query) {
      checkQuery(field, queryValues.get(field.name()), errors);
    }
    for (FieldFacts field : files) {
      if (!partNames.contains(field.name())) {
        errors.add(field.name() + " part is missing");
      }
    }
    if (json != null) {
      body.check(json, errors);
    }
    return errors;
  }

  private static void checkQuery(FieldFacts field, @Nullable String value, List<String> errors) {
    if (value == null) {
      if (field.required()) {
        errors.add(field.name() + " is required");
      }
    } else if (!isTyped(field, value)) {
      errors.add(field.name() + " is not a valid " + field.type());
    } else if (Limits.notAllowed(field, value)) {
      errors.add(field.name() + " must be one of " + String.join(", ", field.allowed()));
    } else {
      Limits.check(field.name(), field, value, errors);
    }
  }

  private static boolean isTyped(FieldFacts field, String value) {
    return switch (field.type()) {
      case "integer" -> Limits.isLong(value);
      case "boolean" -> value.equals("true") || value.equals("false");
      default -> true;
    };
  }
}
