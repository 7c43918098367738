package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.toolrouter.admission.Place;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Tells a client where its call stands: at once, then when it has come nearer, no more than about
 * once a second, and that Gong is being asked once that is known. The progress is the calls that
 * have gone before; what was told for an earlier call of the same request counts on.
 */
final class QueueNews {
  private static final Duration APART = Duration.ofSeconds(1);
  private static final String DUE = "queued: the turn is expected now";
  private static final String ASKING = "asking Gong";

  private final Supplier<Place.Standing> place;
  private final Conversation conversation;
  private final Clock clock;
  private final double begin;
  private int first;
  private double reached = -1;
  private Instant notBefore = Instant.MIN;

  QueueNews(Supplier<Place.Standing> place, Conversation conversation, Clock clock) {
    this.place = place;
    this.conversation = conversation;
    this.clock = clock;
    this.begin = Math.floor(conversation.progressTold()) + 1;
  }

  /** False once there will be nothing more to tell. */
  synchronized boolean tell() {
    return switch (place.get()) {
      case Place.Standing.Queued(int position, Duration untilAnswer) -> {
        if (first == 0) {
          first = position;
        }
        now(
            first - position,
            "queued: position %d, about %d s".formatted(position, seconds(untilAnswer)));
        yield true;
      }
      case Place.Standing.Due() -> {
        first = Math.max(1, first);
        now(first - 0.5, DUE);
        yield true;
      }
      case Place.Standing.Asking() -> {
        first = Math.max(1, first);
        notBefore = Instant.MIN;
        now(first, ASKING);
        yield false;
      }
    };
  }

  private void now(double progress, String message) {
    Instant now = clock.instant();
    if (progress > reached && !now.isBefore(notBefore)) {
      reached = progress;
      notBefore = now.plus(APART);
      conversation.progress(begin + progress, begin + first + 1, message);
    }
  }

  private static long seconds(Duration time) {
    return Math.max(1, (time.toMillis() + 999) / 1000);
  }
}
