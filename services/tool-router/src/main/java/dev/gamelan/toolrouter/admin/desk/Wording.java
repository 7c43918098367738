package dev.gamelan.toolrouter.admin.desk;

import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people may write: bounded, and free of what would play tricks on a terminal. */
public final class Wording {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}&&[^\\n\\t]]");

  private Wording() {}

  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Whether it may stand in an answer or in the trail as somebody wrote it. */
  public static boolean isPlain(String text, int longest) {
    return text.length() <= longest && !UNPRINTABLE.matcher(text).find();
  }

  /** Null where the text is right. */
  public static Reply.@Nullable Refused check(String field, @Nullable String text, int longest) {
    return text == null || isPlain(text, longest)
        ? null
        : Reply.invalid(
            "%s may have %,d characters at most, and no control characters."
                .formatted(field, longest));
  }

  /** Null where all of them are right. */
  public static Reply.@Nullable Refused check(
      String field, Collection<String> texts, int most, int longest) {
    boolean right =
        texts.size() <= most
            && texts.stream().allMatch(text -> !text.isBlank() && isPlain(text, longest));
    return right
        ? null
        : Reply.invalid(
            "%s may name %,d at most, each with 1 to %,d characters, none of them control"
                    .formatted(field, most, longest)
                + " characters.");
  }

  /** The first that is wrong; null where none is. */
  public static Reply.@Nullable Refused first(Reply.@Nullable Refused... checks) {
    for (Reply.Refused check : checks) {
      if (check != null) {
        return check;
      }
    }
    return null;
  }
}
