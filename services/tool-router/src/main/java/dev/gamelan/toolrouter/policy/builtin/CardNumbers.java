package dev.gamelan.toolrouter.policy.builtin;

import dev.gamelan.toolrouter.policy.facts.Action;
import dev.gamelan.toolrouter.policy.facts.Question;
import dev.gamelan.toolrouter.policy.facts.When;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes numbers of payment cards out of every text of an answer: 13 to 19 digits that pass Luhn's
 * check, however they are spaced. Ids and links of Gong's are left alone.
 */
record CardNumbers(String with) implements BuiltIn {
  private static final int SHORTEST = 13;
  private static final int LONGEST = 19;
  private static final int WIDEST_GAP = 2;
  private static final String GAPS = " \u00a0\u2009\u202f-\u2010\u2011\u2012\u2013\u2014.,/";
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  static CardNumbers read(Settings settings) {
    String with = settings.text("with", 40);
    return new CardNumbers(with == null ? "[card number]" : with);
  }

  @Override
  public When when() {
    return When.AFTER;
  }

  @Override
  public Action action() {
    return Action.MUTATE;
  }

  @Override
  public Ruling rule(Question question) {
    return Rewriting.of(question.content(), this::masked);
  }

  private @Nullable JsonNode masked(String name, JsonNode value) {
    if (!value.isString() && !value.isIntegralNumber()) {
      return value;
    }
    String text = value.asString();
    if (text.length() < SHORTEST || (isId(name) && DIGITS.matcher(text).matches())) {
      return value;
    }
    String masked = masked(text);
    return masked.equals(text) ? value : Rewriting.text(masked);
  }

  private static boolean isId(String name) {
    return name.equals("id") || name.endsWith("Id") || name.endsWith("Ids");
  }

  String masked(String text) {
    StringBuilder masked = null;
    int copied = 0;
    int at = 0;
    while (at < text.length()) {
      int end = startsNumber(text, at) ? endOfCard(text, at) : -1;
      if (end < 0) {
        at++;
        continue;
      }
      masked = masked == null ? new StringBuilder(text.length()) : masked;
      masked.append(text, copied, at).append(with);
      copied = end;
      at = end;
    }
    return masked == null ? text : masked.append(text, copied, text.length()).toString();
  }

  /** A digit that begins a group and does not go on with a word, a path or a parameter. */
  private static boolean startsNumber(String text, int at) {
    if (!isDigit(text.charAt(at))) {
      return false;
    }
    if (at == 0) {
      return true;
    }
    char before = text.charAt(at - 1);
    return !Character.isLetterOrDigit(before) && before != '_' && before != '=' && before != '/';
  }

  /** Where the longest card number that begins here ends; -1 where none does. */
  private static int endOfCard(String text, int start) {
    int[] digits = new int[LONGEST];
    int count = 0;
    int end = -1;
    int at = start;
    int gap = 0;
    while (at < text.length() && gap <= WIDEST_GAP) {
      char next = text.charAt(at);
      if (isDigit(next)) {
        if (count == LONGEST) {
          break;
        }
        digits[count++] = next - '0';
        gap = 0;
        if (count >= SHORTEST && endsGroup(text, at + 1) && isCard(digits, count)) {
          end = at + 1;
        }
      } else if (GAPS.indexOf(next) >= 0) {
        gap++;
      } else {
        break;
      }
      at++;
    }
    return end;
  }

  private static boolean endsGroup(String text, int at) {
    return at == text.length()
        || (!Character.isLetterOrDigit(text.charAt(at)) && text.charAt(at) != '_');
  }

  /** Issuers' numbers begin with 2 to 6. */
  private static boolean isCard(int[] digits, int count) {
    if (digits[0] < 2 || digits[0] > 6) {
      return false;
    }
    int sum = 0;
    for (int index = 0; index < count; index++) {
      int digit = digits[count - 1 - index];
      int doubled = index % 2 == 1 ? digit * 2 : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
