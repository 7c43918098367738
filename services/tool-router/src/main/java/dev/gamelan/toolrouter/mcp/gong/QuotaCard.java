package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.QuotaState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much of Gong's quota is left and how long the queue is, as a page to read. */
final class QuotaCard {
  private QuotaCard() {}

  static String text(@Nullable QuotaState quota, @Nullable LaneState lane, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add("# Gong's quota, shared by everyone in the company");
    lines.add("");
    if (quota == null) {
      lines.add(
          "Nothing has been heard of the quota yet: that begins with the first call to Gong.");
    } else {
      lines.add("- Requests a second: %.1f".formatted(quota.getPerSecond()));
      lines.add(
          "- Requests in 24 hours: %,d of %,d spent, %,d left"
              .formatted(quota.getSpent(), quota.getPerDay(), quota.getLeft()));
      until(lines, "The next request is possible at", quota.getNextFreeAt(), now);
      until(lines, "Gong asked to be left alone until", quota.getFrozenUntil(), now);
    }
    if (lane != null) {
      lines.add(
          "- Waiting for Gong: %d calls, %d more under way"
              .formatted(lane.getQueued(), lane.getInFlight()));
      lines.add("- Gong answers within: %,d ms".formatted(lane.getAnswerMillis()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static void until(
      List<String> lines, String sentence, @Nullable Instant moment, Instant now) {
    if (moment != null && moment.isAfter(now)) {
      lines.add("- %s %s".formatted(sentence, moment.truncatedTo(ChronoUnit.SECONDS)));
    }
  }
}
