package dev.gamelan.simulator.facts;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;

/** What one value of a field must satisfy, wherever in the request it stands. */
final class Limits {
  private Limits() {}

  static boolean notAllowed(FieldFacts field, String value) {
    return !field.allowed().isEmpty() && !field.allowed().contains(value);
  }

  static void checkSize(String path, FieldFacts field, int size, List<String> errors) {
    if (size < field.limits().getOrDefault("minItems", 0L)) {
      errors.add(path + " must not be empty");
    } else if (size > field.limits().getOrDefault("maxItems", Long.MAX_VALUE)) {
      errors.add(path + " has too many elements");
    } else if (size == 0 && field.required()) {
      errors.add(path + " must not be empty");
    }
  }

  static void check(String path, FieldFacts field, String value, List<String> errors) {
    switch (field.elementType()) {
      case "string" -> checkText(path, field, value, errors);
      case "integer" -> checkInteger(path, field, value, errors);
      default -> {}
    }
  }

  private static void checkText(String path, FieldFacts field, String value, List<String> errors) {
    if (value.isBlank() && field.required()) {
      errors.add(path + " must not be empty");
    } else if (value.length() < field.limits().getOrDefault("minLength", 0L)
        || value.length() > field.limits().getOrDefault("maxLength", Long.MAX_VALUE)) {
      errors.add(path + " has a wrong length");
    } else if (!isFormatted(field.format(), value)) {
      errors.add(path + " is not a valid " + field.format());
    }
  }

  private static void checkInteger(
      String path, FieldFacts field, String value, List<String> errors) {
    long number = Long.parseLong(value);
    if (number < field.limits().getOrDefault("minimum", Long.MIN_VALUE)
        || number > field.limits().getOrDefault("maximum", Long.MAX_VALUE)) {
      errors.add(path + " is out of range");
    }
  }

  static boolean isLong(String value) {
    try {
      return Long.parseLong(value) != Long.MIN_VALUE;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }

  private static boolean isFormatted(String format, String value) {
    try {
      return switch (format) {
        case "date" -> LocalDate.parse(value) != null;
        case "date-time" -> OffsetDateTime.parse(value) != null;
        case "int64" -> isLong(value);
        default -> true;
      };
    } catch (DateTimeParseException | NumberFormatException notFormatted) {
      return false;
    }
  }
}
