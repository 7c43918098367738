package dev.gamelan.gongcaller.cache;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When the way from an answer to its next page closes. Gong's cursors are tokens that name their
 * end ({@code exp}, seconds since 1970); what else they may be is not relied on.
 */
final class NextPage {
  private static final int LOOKED_AT = 4_096;
  private static final String CURSOR = "\"cursor\"";
  private static final Pattern TOKEN =
      Pattern.compile(CURSOR + "\\s*:\\s*\"[\\w-]{1,500}+\\.([\\w-]{1,2000}+)\\.[\\w-]{0,500}+\"");
  private static final Pattern END = Pattern.compile("\"exp\"\\s*:\\s*([0-9]{1,12}+)\\s*[,}]");

  private NextPage() {}

  /**
   * {@link Instant#MAX} where there is no next page, {@link Instant#EPOCH} where nobody knows.
   *
   * @param body as Gong gave it; what leads on stands at its beginning or its end
   */
  static Instant closes(byte[] body) {
    int looked = Math.min(body.length, LOOKED_AT);
    Instant atFirst = closes(text(body, 0, looked));
    Instant atLast = closes(text(body, body.length - looked, looked));
    return atFirst.isBefore(atLast) ? atFirst : atLast;
  }

  private static String text(byte[] body, int from, int length) {
    return new String(body, from, length, StandardCharsets.UTF_8);
  }

  private static Instant closes(String part) {
    if (!part.contains(CURSOR)) {
      return Instant.MAX;
    }
    Matcher token = TOKEN.matcher(part);
    return token.find() && part.indexOf(CURSOR, token.end()) < 0
        ? end(token.group(1))
        : Instant.EPOCH;
  }

  private static Instant end(String claims) {
    try {
      Matcher end =
          END.matcher(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8));
      return end.find() ? Instant.ofEpochSecond(Long.parseLong(end.group(1))) : Instant.EPOCH;
    } catch (IllegalArgumentException noToken) {
      return Instant.EPOCH;
    }
  }
}
