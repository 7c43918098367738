package dev.gamelan.toolrouter.catalog;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gong's own name for what a tool does, such as {@code GET /v2/calls/{id}}. */
public record Operation(String method, String path) {
  private static final Pattern WRITTEN =
      Pattern.compile("(GET|POST|PUT|PATCH|DELETE) (/v2(?:/[a-z0-9-]+|/\\{[A-Za-z]+})+)");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");

  static Operation of(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not an operation such as 'GET /v2/calls/{id}'".formatted(written));
    }
    return new Operation(matcher.group(1), matcher.group(2));
  }

  List<String> placeholders() {
    return PLACEHOLDER.matcher(path).results().map(found -> found.group(1)).toList();
  }

  String pathWith(UnaryOperator<String> segment) {
    return PLACEHOLDER
        .matcher(path)
        .replaceAll((MatchResult found) -> Matcher.quoteReplacement(segment.apply(found.group(1))));
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
