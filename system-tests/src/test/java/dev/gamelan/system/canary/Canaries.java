package dev.gamelan.system.canary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** All that was planted, and where each of it is allowed to be. */
final class Canaries {
  private final List<Canary> planted = new CopyOnWriteArrayList<>();
  private @Nullable Needles needles;

  /** A new one; letters and digits alone, so that it goes through everywhere. */
  String plant(String name, String... belongs) {
    String value =
        "canarybird"
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()).substring(2);
    planted.add(Canary.of(name, value, belongs));
    return value;
  }

  /** One that somebody else made, such as a token. */
  void adopt(String name, String value, String... belongs) {
    if (value.length() < 16) {
      throw new IllegalArgumentException(name + " is too short to be told from anything else");
    }
    planted.add(Canary.of(name, value, belongs));
  }

  int count() {
    return planted.size();
  }

  /** Where one was seen that does not belong there. */
  record Sighting(String canary, String place, String around) {
    @Override
    public String toString() {
      return "%s in %s: %s".formatted(canary, place, around);
    }
  }

  List<Sighting> seenIn(String place, String text) {
    return seenIn(place, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  List<Sighting> seenIn(String place, byte[] text) {
    List<Sighting> sightings = new ArrayList<>();
    needles()
        .in(text)
        .forEach(
            (canary, at) -> {
              if (!canary.belongsTo(place)) {
                sightings.add(new Sighting(canary.name(), place, around(text, at)));
              }
            });
    return sightings;
  }

  /** Those that are in the text, wherever it stands. */
  Set<Canary> in(byte[] text) {
    return needles().in(text).keySet();
  }

  private synchronized Needles needles() {
    if (needles == null || needles.count() != planted.size()) {
      needles = new Needles(List.copyOf(planted));
    }
    return needles;
  }

  private static String around(byte[] text, int at) {
    int from = Math.max(0, at - 160);
    int length = Math.min(text.length, at + 120) - from;
    return new String(text, from, length, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]+", " ");
  }
}
