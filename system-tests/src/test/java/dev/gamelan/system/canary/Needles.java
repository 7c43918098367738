package dev.gamelan.system.canary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds many texts in one pass: each is known by its first eight characters. */
final class Needles {
  private static final int START = 8;
  private static final int SIEVE = 16;

  private final Map<Long, List<Needle>> byStart = new HashMap<>();
  private final boolean[] sieve = new boolean[1 << SIEVE];
  private final int count;

  private record Needle(Canary canary, byte[] text) {
    boolean isAt(byte[] in, int at) {
      if (at + text.length > in.length) {
        return false;
      }
      for (int index = 0; index < text.length; index++) {
        if (in[at + index] != text[index]) {
          return false;
        }
      }
      return true;
    }
  }

  Needles(List<Canary> canaries) {
    count = canaries.size();
    for (Canary canary : canaries) {
      for (String form : canary.forms()) {
        byte[] text = form.getBytes(StandardCharsets.ISO_8859_1);
        long start = 0;
        for (int index = 0; index < START; index++) {
          start = next(start, text[index]);
        }
        byStart.computeIfAbsent(start, any -> new ArrayList<>()).add(new Needle(canary, text));
        sieve[hole(start)] = true;
      }
    }
  }

  int count() {
    return count;
  }

  /** Each that is there, and where it is first. */
  Map<Canary, Integer> in(byte[] text) {
    Map<Canary, Integer> found = new HashMap<>();
    long start = 0;
    for (int index = 0; index < text.length; index++) {
      start = next(start, text[index]);
      if (sieve[hole(start)]) {
        int at = index - START + 1;
        for (Needle needle : byStart.getOrDefault(start, List.of())) {
          if (at >= 0 && needle.isAt(text, at)) {
            found.putIfAbsent(needle.canary(), at);
          }
        }
      }
    }
    return found;
  }

  private static long next(long start, byte one) {
    return start << 8 | (one & 0xff);
  }

  private static int hole(long start) {
    return (int) ((start * 0x9E3779B97F4A7C15L) >>> (64 - SIEVE));
  }
}
