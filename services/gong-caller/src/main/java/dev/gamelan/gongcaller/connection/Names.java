package dev.gamelan.gongcaller.connection;

import java.util.regex.Pattern;

/** What a connection may be called. */
final class Names {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private Names() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
