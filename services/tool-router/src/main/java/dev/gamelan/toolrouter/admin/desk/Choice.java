package dev.gamelan.toolrouter.admin.desk;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a list is narrowed to: some values of a kind, named in its query with commas between them.
 *
 * @param chosen null where the query says nothing, and so everything is wanted
 */
public record Choice<E extends Enum<E>>(@Nullable Set<E> chosen) {
  private static final int MOST = 10;

  /** Null where a word is not one of the values; then {@link #wrong} says so. */
  public static <E extends Enum<E>> @Nullable Choice<E> of(
      Asked asked, String parameter, Class<E> type) {
    String named = asked.parameter(parameter);
    if (named == null) {
      return new Choice<>(null);
    }
    Set<E> chosen = EnumSet.noneOf(type);
    for (String word : named.split(",", MOST)) {
      E value = value(word, type);
      if (value == null) {
        return null;
      }
      chosen.add(value);
    }
    return new Choice<>(chosen);
  }

  private static <E extends Enum<E>> @Nullable E value(String word, Class<E> type) {
    String name = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    return Stream.of(type.getEnumConstants())
        .filter(value -> value.name().equals(name))
        .findAny()
        .orElse(null);
  }

  public static Reply.Refused wrong(String parameter, Class<? extends Enum<?>> type) {
    return Reply.invalid(
        "%s must be one of %s, or some of them with commas between."
            .formatted(
                parameter,
                Stream.of(type.getEnumConstants())
                    .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(", "))));
  }

  public boolean has(@Nullable E value) {
    return chosen == null || (value != null && chosen.contains(value));
  }
}
