package dev.gamelan.audit.trail;

import dev.gamelan.schemas.AuditKind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the query parameters of one search and collects what is wrong with them. */
final class SearchReader {
  static final Set<String> PARAMETERS =
      Stream.concat(
              Arrays.stream(Filter.values()).map(Filter::parameter),
              Stream.of("from", "to", "limit", "cursor"))
          .collect(Collectors.toCollection(TreeSet::new));

  private static final String KINDS =
      Arrays.stream(AuditKind.values())
          .filter(kind -> kind != AuditKind.UNKNOWN)
          .map(AuditKind::name)
          .collect(Collectors.joining(", "));

  private final Map<String, List<String>> parameters;
  private final AuditProperties properties;
  private final List<String> problems = new ArrayList<>();

  private SearchReader(Map<String, List<String>> parameters, AuditProperties properties) {
    this.parameters = parameters;
    this.properties = properties;
  }

  static SearchReading read(Map<String, List<String>> parameters, AuditProperties properties) {
    return new SearchReader(parameters, properties).read();
  }

  private SearchReading read() {
    if (!PARAMETERS.containsAll(parameters.keySet())) {
      problems.add(
          "The parameters are %s; no other is known.".formatted(String.join(", ", PARAMETERS)));
    }
    Map<Filter, String> filters = filters();
    Instant from = moment("from");
    Instant to = moment("to");
    if (from != null && to != null && !from.isBefore(to)) {
      problems.add("from must be before to.");
    }
    var search = new EventSearch(filters, from, to, cursor(), limit());
    return problems.isEmpty()
        ? new SearchReading.Understood(search)
        : new SearchReading.NotUnderstood(String.join(" ", problems));
  }

  private Map<Filter, String> filters() {
    Map<Filter, String> filters = new EnumMap<>(Filter.class);
    for (Filter filter : Filter.values()) {
      String value = single(filter.parameter());
      if (value != null) {
        filters.put(filter, value);
      }
    }
    String kind = filters.get(Filter.KIND);
    if (kind != null && !List.of(KINDS.split(", ")).contains(kind)) {
      problems.add("kind must be one of %s.".formatted(KINDS));
    }
    return filters;
  }

  private @Nullable Instant moment(String name) {
    String value = single(name);
    if (value == null) {
      return null;
    }
    try {
      Instant moment = OffsetDateTime.parse(value).toInstant();
      if (Usability.isOnTheCalendar(moment)) {
        return moment;
      }
    } catch (DateTimeParseException notATime) {
      // said below
    }
    problems.add(
        "%s must be a time with its offset, such as 2026-05-01T08:00:00Z.".formatted(name));
    return null;
  }

  private @Nullable Cursor cursor() {
    String value = single("cursor");
    if (value == null) {
      return null;
    }
    Cursor cursor = Cursor.read(value).orElse(null);
    if (cursor == null) {
      problems.add("cursor must be the nextCursor of a page before, unchanged.");
    }
    return cursor;
  }

  private int limit() {
    String value = single("limit");
    if (value == null) {
      return properties.pageSize();
    }
    if (value.matches("[0-9]{1,5}")) {
      int limit = Integer.parseInt(value);
      if (limit >= 1 && limit <= properties.largestPage()) {
        return limit;
      }
    }
    problems.add("limit must be a number from 1 to %d.".formatted(properties.largestPage()));
    return properties.pageSize();
  }

  private @Nullable String single(String name) {
    List<String> values = parameters.get(name);
    if (values == null) {
      return null;
    }
    String value = values.size() == 1 ? values.getFirst() : null;
    if (value == null || value.isBlank() || value.indexOf('\0') >= 0) {
      problems.add("%s must stand once, with a value.".formatted(name));
      return null;
    }
    if (value.length() > 2 * Usability.LONGEST_NAME) {
      problems.add("%s is too long.".formatted(name));
      return null;
    }
    return value;
  }
}
