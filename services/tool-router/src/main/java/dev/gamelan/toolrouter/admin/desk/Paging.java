package dev.gamelan.toolrouter.admin.desk;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a sorted list. The cursor is the last name that was shown, so a list may change
 * between two pieces without anything being shown twice or left out.
 *
 * @param after null at the beginning
 */
public record Paging(int limit, @Nullable String after) {
  private static final int MOST = 200;
  private static final int USUAL = 100;

  /** Null where limit or cursor are none. */
  public static @Nullable Paging of(Asked asked) {
    String limit = asked.parameter("limit");
    String cursor = asked.parameter("cursor");
    if (limit != null && !limit.matches("[1-9][0-9]{0,2}")) {
      return null;
    }
    int size = limit == null ? USUAL : Integer.parseInt(limit);
    if (size > MOST) {
      return null;
    }
    try {
      return new Paging(
          size,
          cursor == null
              ? null
              : new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notOurs) {
      return null;
    }
  }

  public static Reply.Refused wrong() {
    return Reply.invalid(
        "limit must be a whole number from 1 to %d, and cursor one that was given here."
            .formatted(MOST));
  }

  /** What is shown, and where to go on. */
  public record Piece<T>(List<T> items, @Nullable String next) {}

  /**
   * @param sorted by name
   */
  public <T> Piece<T> of(List<T> sorted, Function<T, String> name) {
    String from = after;
    List<T> rest =
        from == null
            ? sorted
            : sorted.stream().filter(item -> name.apply(item).compareTo(from) > 0).toList();
    return piece(rest, name);
  }

  /** Of a list that begins after the cursor already. */
  public <T> Piece<T> piece(List<T> rest, Function<T, String> name) {
    if (rest.size() <= limit) {
      return new Piece<>(rest, null);
    }
    List<T> items = List.copyOf(rest.subList(0, limit));
    String last = name.apply(items.getLast());
    return new Piece<>(
        items,
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(last.getBytes(StandardCharsets.UTF_8)));
  }
}
