package dev.gamelan.system.canary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A text that is nowhere by chance.
 *
 * @param name what it was planted as
 * @param belongs where it may be found, as expressions over the names of places
 */
record Canary(String name, String value, List<Pattern> belongs) {
  static Canary of(String name, String value, String... belongs) {
    return new Canary(name, value, patterns(belongs));
  }

  private static List<Pattern> patterns(String... belongs) {
    return List.of(belongs).stream().map(Pattern::compile).toList();
  }

  /** What a topic or a table may hold is in the files of the broker and of PostgreSQL. */
  boolean belongsTo(String place) {
    if (place.startsWith("file kafka/")) {
      return belongs.stream().anyMatch(pattern -> pattern.pattern().startsWith("topic"));
    }
    if (place.startsWith("file postgres/")) {
      return belongs.stream().anyMatch(pattern -> pattern.pattern().startsWith("table"));
    }
    return belongs.stream().anyMatch(pattern -> pattern.matcher(place).matches());
  }

  /** As it is, in hexadecimal, and as the inside of something in Base64, however it is aligned. */
  List<String> forms() {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    List<String> forms = new ArrayList<>();
    forms.add(value);
    forms.add(HexFormat.of().formatHex(bytes));
    forms.add(HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT));
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      int from = (before * 8 + 5) / 6;
      int to = shifted.length * 8 / 6;
      forms.add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
      forms.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
    }
    return forms.stream().distinct().toList();
  }
}
