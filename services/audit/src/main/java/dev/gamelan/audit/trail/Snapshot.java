package dev.gamelan.audit.trail;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Keeps what somebody changed to a size that readers of the trail can bear. */
final class Snapshot {
  /** Well over a company's profile with a thousand people in it. */
  static final int LONGEST = 100_000;

  private static final int BEGINNING = 1_000;

  private Snapshot() {}

  /** The JSON as it is, or, where it is too long, JSON that tells what it was. */
  static @Nullable String bounded(@Nullable String json) {
    return json == null || json.length() <= LONGEST
        ? json
        : JsonMapper.shared()
            .writeValueAsString(
                new TooLong(true, json.length(), Digest.of(json), json.substring(0, BEGINNING)));
  }

  private record TooLong(boolean longerThanKept, int characters, String sha256, String beginning) {}
}
