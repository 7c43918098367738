package dev.gamelan.quota.permit;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Names as they come from outside: short, printable, and refused where they are not. */
final class Bounded {
  private static final int LONGEST = 200;

  private Bounded() {}

  static String name(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, field + " is missing");
    }
    optional(field, value);
    return value;
  }

  static void optional(String field, @Nullable String value) {
    if (value != null
        && (value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl))) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST,
          "%s has at most %d characters and no control characters".formatted(field, LONGEST));
    }
  }
}
